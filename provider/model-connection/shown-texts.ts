/** The texts of arguments that are shown and stored in plaintext. */
import { textsIn } from "../json";
import { FIELD_NAMES } from "./fields";
import { entriesOf } from "./header-sources";
import type { RawInputs } from "./properties";

const SHOWN: readonly string[] = [...FIELD_NAMES, "apiKeyEnv", "apiKeyVersion", "host", "headersEnv"];

/** Each text with its argument; an argument that is a JSON value can have many. The names of headers are shown, their values are not. */
export function shownTexts(given: RawInputs): [argument: string, text: string][] {
  return [
    ...SHOWN.flatMap((name) => textsIn(given[name]).map((text): [string, string] => [name, text])),
    ...entriesOf(given["headers"]).map(([name]): [string, string] => ["headers", name]),
  ];
}

/** Those that are new: what is in state already can't be taken back. `provider` has no text of its own. */
export function newShownTexts(olds: RawInputs, news: RawInputs): [argument: string, text: string][] {
  const known = new Set(shownTexts(olds).map(([name, text]) => JSON.stringify([name, text])));
  return shownTexts(news).filter(
    ([name, text]) => name !== "provider" && !known.has(JSON.stringify([name, text])),
  );
}
