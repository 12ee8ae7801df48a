/** The forms in which a platform may show what it was sent (decisions/0011). */
import { type Json, hasJson, sameJson } from "../json";

/** Whether a platform may show `live` for what it was sent as `declared`. */
export type IsForm = (declared: Json, live: Json) => boolean;

/** Texts only; other values are never a form of one. */
function ofTexts(rule: (declared: string, live: string) => boolean): IsForm {
  return (declared, live) => typeof declared === "string" && typeof live === "string" && rule(declared, live);
}

const isSameText = (declared: string, live: string) => plainOf(declared) === plainOf(live);

export const sameLetters = ofTexts(isSameText);

export const sameLettersAfterPrefix = ofTexts(
  (declared, live) => isSameText(declared, live) || plainOf(live).endsWith(`/${plainOf(declared)}`),
);

function plainOf(value: string): string {
  return value.normalize("NFKC").trim().toLowerCase();
}

/** The same scheme, host and port in any case, and the same path with or without a slash at its end. */
export const sameUrl = ofTexts(
  (declared, live) => URL.canParse(live) && plainUrl(declared) === plainUrl(live),
);

/** A server may encode characters that need no encoding, such as those of {{name}}. */
function plainUrl(text: string): string {
  const url = new URL(text);
  url.pathname = url.pathname.replace(/\/$/, "");
  return url.href.replace(/\/$/, "").replace(/%[0-9a-f]{2}/gi, (encoded) => {
    const character = String.fromCharCode(Number.parseInt(encoded.slice(1), 16));
    return /[\w.~{}-]/.test(character) ? character : encoded.toUpperCase();
  });
}

/** A platform may add members, such as an id, and leave out those that are null. */
export const withMoreMembers: IsForm = (declared, live) =>
  areEmpty(declared, live) || hasJson(live, declared);

/** It may also leave out those that are false, where that means the same. */
export const withoutDefaults: IsForm = (declared, live) =>
  areEmpty(declared, live) || hasJson(live, declared, [null, false]);

function areEmpty(...values: Json[]): boolean {
  return values.every((value) => value === null || Object.keys(value).length === 0);
}

/** How a flag may be written; any other value stays as it is. */
const FLAGS: ReadonlyMap<Json, boolean> = new Map<Json, boolean>([
  ...[true, 1, "true", "1"].map((value) => [value, true] as const),
  ...[false, 0, "false", "0", "", null].map((value) => [value, false] as const),
]);

export function flagOf(value: Json): Json {
  return FLAGS.get(typeof value === "string" ? value.toLowerCase() : value) ?? value;
}

export const inAnyOrder: IsForm = (declared, live) =>
  Array.isArray(declared) && Array.isArray(live) && sameJson(inOrder(declared), inOrder(live));

function inOrder(list: readonly Json[]): Json[] {
  return [...list].sort();
}

export const exactly: IsForm = sameJson;
