/** The headers of an endpoint as the platform shows them: masks, or hashes of values that it doesn't mask. */
import { type Header, NOT_STORED, hashedMask, withoutScheme } from "../api/headers";
import { unmasked } from "../api/records";
import { printableList, plainText } from "../printable";

export type MaskedHeaders = Readonly<Record<string, string>>;

/**
 * Each value as it may be stored; undefined if the platform shows no headers.
 * @param declared the declared headers, as far as they are known: a mask may show at most half of a value
 */
export function maskedHeaders(
  shown: readonly Header[] | undefined,
  declared: readonly Header[],
): MaskedHeaders | undefined {
  if (shown === undefined) return undefined;
  return Object.fromEntries(
    shown.map(({ key, value }) => [plainText(key), safeMaskOf(key, value, declared)]),
  );
}

function safeMaskOf(key: string, shown: string, declared: readonly Header[]): string {
  if (shown === "" || shown.startsWith(NOT_STORED)) return shown;
  const own = declared.find((header) => header.key.toLowerCase() === key.toLowerCase());
  const isTooMuch =
    own !== undefined && unmasked(withoutScheme(shown)).length > withoutScheme(own.value).length / 2;
  return isTooMuch ? hashedMask(shown) : plainText(shown);
}

/** The masks after a read, which may not know the values: what was not stored before is not stored now either. */
export function masksAfterRead(
  before: MaskedHeaders | undefined,
  live: MaskedHeaders | undefined,
): MaskedHeaders | undefined {
  if (before === undefined || live === undefined) return live;
  const olds = byLowerCase(before);
  const entries = Object.entries(live).map(([name, shown]) => {
    const isHidden = olds.get(name.toLowerCase())?.startsWith(NOT_STORED) === true;
    return [name, isHidden && shown !== "" && !shown.startsWith(NOT_STORED) ? hashedMask(shown) : shown];
  });
  return Object.fromEntries(entries) as MaskedHeaders;
}

/** In words, how the headers differ from what the platform showed before; undefined if they don't. */
export function headerDifferences(before: MaskedHeaders, live: MaskedHeaders): string | undefined {
  const [olds, news] = [byLowerCase(before), byLowerCase(live)];
  const other = [...olds].flatMap(([name, old]) => (differ(old, news.get(name)) ? [name] : []));
  const gone = [...olds.keys()].filter((name) => !news.has(name));
  const added = [...news.keys()].filter((name) => !olds.has(name));
  const parts = [
    ...(other.length > 0 ? [`another value of ${printableList(other)}`] : []),
    ...(gone.length > 0 ? [`no ${printableList(gone)}`] : []),
    ...(added.length > 0 ? [`also ${printableList(added)}`] : []),
  ];
  return parts.length === 0 ? undefined : parts.join(", ");
}

/** A value that isn't shown is no difference, and the hash of a mask is the same as the mask. */
function differ(old: string, live: string | undefined): boolean {
  if (live === undefined || old === live || old === "" || live === "") return false;
  return ![old, live].some((each) => each.startsWith(NOT_STORED)) || hashOf(old) !== hashOf(live);
}

function hashOf(shown: string): string {
  return shown.startsWith(NOT_STORED) ? shown : hashedMask(shown);
}

function byLowerCase(headers: MaskedHeaders): Map<string, string> {
  return new Map(Object.entries(headers).map(([name, shown]) => [name.toLowerCase(), shown]));
}
