/** JSON values of arguments and responses: compared, searched and converted without regard to the order of members. */

/** Any JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
/** An object of JSON values. */
export interface JsonObject {
  readonly [member: string]: Json;
}

/** Deeper values could exhaust the stack, and no request is that deep. */
export const DEEPEST_JSON = 32;

/** The most characters of a value as JSON text. */
export const LONGEST_JSON = 100_000;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The same text for equal values: members are in alphabetical order. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    isJsonObject(each) ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1))) : each,
  );
}

/** Whether two values are equal, whatever the order of their members. One that is too deep is not compared, and equals none. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || typeof b !== "object") return a === b;
  if (isTooDeep(a) || isTooDeep(b)) return false;
  return canonicalJson(a) === canonicalJson(b);
}

/**
 * Whether `live` has everything that `declared` has: a platform may add members to what it was sent.
 * @param defaults the values of members that it may leave out
 */
export function hasJson(live: unknown, declared: unknown, defaults: readonly unknown[] = [null]): boolean {
  if (Array.isArray(declared) && Array.isArray(live))
    return (
      declared.length === live.length &&
      declared.every((each, index) => hasJson(live[index] as unknown, each, defaults))
    );
  if (!isJsonObject(declared) || !isJsonObject(live))
    return sameJson(live, declared) || isTextOf(live, declared);
  return Object.entries(declared).every(([name, each]) =>
    Object.hasOwn(live, name) ? hasJson(live[name], each, defaults) : defaults.includes(each),
  );
}

/** A platform may store numbers and flags as text. */
function isTextOf(live: unknown, declared: unknown): boolean {
  return (typeof declared === "number" || typeof declared === "boolean") && live === String(declared);
}

/** The value that a text contains as JSON; any other value as it is. */
export function parsedJson(value: Json | undefined): Json | undefined {
  if (typeof value !== "string") return value;
  try {
    const parsed = JSON.parse(value) as Json;
    return isTooDeep(parsed) ? value : parsed;
  } catch {
    return value;
  }
}

/** The first places in which two values differ, such as `messages[0].content`: a message that shows no value. */
export function differentPlaces(a: unknown, b: unknown, most = 3): string[] {
  return [...placesIn(a, b, "")].slice(0, most);
}

function* placesIn(a: unknown, b: unknown, path: string): Generator<string> {
  if (sameJson(a, b)) return;
  if (Array.isArray(a) && Array.isArray(b) && a.length === b.length) {
    for (const [index, each] of a.entries()) yield* placesIn(each, b[index], `${path}[${index}]`);
  } else if (isJsonObject(a) && isJsonObject(b)) {
    for (const name of new Set([...Object.keys(a), ...Object.keys(b)]))
      yield* placesIn(a[name], b[name], memberPlace(path, name));
  } else if (path !== "") yield path;
}

/** All texts in a value: strings, and the names of members. */
export function textsIn(value: unknown): string[] {
  return placedTextsIn(value).map(({ text }) => text);
}

interface PlacedText {
  /** Such as `messages[0].content`. A member's name has the place of its object. */
  readonly place: string;
  readonly text: string;
  readonly isName: boolean;
}

/** All texts in a value, each with its place. Check refuses deeper values, so they are not searched. */
export function placedTextsIn(value: unknown, place = "", left = DEEPEST_JSON): PlacedText[] {
  if (typeof value === "string") return [{ place, text: value, isName: false }];
  if (left === 0) return [];
  if (Array.isArray(value))
    return value.flatMap((each, index) => placedTextsIn(each, `${place}[${index}]`, left - 1));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, each]) => [
    { place, text: name, isName: true },
    ...placedTextsIn(each, memberPlace(place, name), left - 1),
  ]);
}

function memberPlace(place: string, name: string): string {
  return place === "" ? name : `${place}.${name}`;
}

/** The value with each of its texts converted. */
export function withTexts(value: Json, convert: (text: string, isName: boolean) => string): Json {
  if (typeof value === "string") return convert(value, false);
  if (Array.isArray(value)) return value.map((each: Json) => withTexts(each, convert));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [convert(name, true), withTexts(each, convert)]),
  );
}

/** Whether a value is deeper than any real one. */
export function isTooDeep(value: unknown, left = DEEPEST_JSON): boolean {
  if (typeof value !== "object" || value === null) return false;
  return left === 0 || Object.values(value).some((each) => isTooDeep(each, left - 1));
}
