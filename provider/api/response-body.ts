/** Reads the body of a response: the JSON, and the reasons in it that an error may show. */
import { reasonsIn } from "./reasons";
import type { MessageSecrets } from "./redact";

/** What a body is instead of a JSON object or array, in words for a message. */
export type OtherBody =
  "an HTML page" | "XML" | "an empty body" | "a body that is not JSON" | "a body that is not a JSON object";

/** A JSON object or array, or what the body is instead. */
export type ResponseBody =
  | { readonly json: object; readonly reasons: readonly string[] }
  | { readonly json: undefined; readonly what: OtherBody; readonly reasons: readonly string[] };

/** The title of a page, and what is read of XML, are near the start. */
const LONGEST_HEAD = 10_000;

/**
 * The body, with what an error says in it. Only the body of an error is searched for reasons.
 * @param secrets a reason that contains one of them is left out
 */
export function parseBody(text: string, isError: boolean, secrets: MessageSecrets): ResponseBody {
  const json = isError ? parsed(text) : wellFormed(text);
  const what = json === undefined ? kindOf(text) : "a body that is not a JSON object";
  const reasons = isError ? reasonsIn(json === undefined ? readableIn(text, what) : json, secrets) : [];
  if (typeof json === "object" && json !== null) return { json, reasons };
  return { json: undefined, what, reasons };
}

function parsed(text: string, reviver?: (name: string, value: unknown) => unknown): unknown {
  try {
    return JSON.parse(text, reviver);
  } catch {
    return undefined;
  }
}

/** A mask or name may be cut in the middle of a character, and the engine rejects an incomplete character. */
function wellFormed(text: string): unknown {
  // Only an escape can be half of a character. A reviver takes ten times as long as the parser itself.
  if (!/\\ud[89a-f]/i.test(text)) return parsed(text);
  return parsed(text, (_, value) => (typeof value === "string" ? value.toWellFormed() : value));
}

function kindOf(text: string): OtherBody {
  if (!/\S/.test(text)) return "an empty body";
  if (!/^\s*</.test(text)) return "a body that is not JSON";
  const head = text.slice(0, LONGEST_HEAD);
  return /^\s*<(\?xml|Error\b|\w+:Envelope\b)/i.test(head) && !/<html\b/i.test(head) ? "XML" : "an HTML page";
}

/** What people may read of a body that is not JSON. */
function readableIn(text: string, what: OtherBody): string {
  if (what === "an HTML page") return elementIn(text, "title") ?? "";
  if (what !== "XML") return text;
  return elementIn(text, "Message") ?? elementIn(text, "faultstring") ?? elementIn(text, "Code") ?? "";
}

/** The text of the first such element. An element that is not complete could show a part of a key. */
function elementIn(text: string, name: string): string | undefined {
  const element = new RegExp(`<(?:\\w+:)?${name}(?:\\s[^<>]*)?>([^<]+)<`, "i");
  return element.exec(text.slice(0, LONGEST_HEAD))?.[1];
}
