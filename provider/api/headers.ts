/** The headers that the platform sends to a custom endpoint. Credentials are in their values. */
import { slowHash } from "../slow-hash";
import { PROVIDERS, STATUSES, unmasked } from "./records";
import { folded } from "./readings";
import { SHORTEST } from "./redact";

/** A header as the API has it (custom API connections: `headers`). */
export interface Header {
  readonly key: string;
  /** In a response, empty if the platform doesn't show it. */
  readonly value: string;
}

/** Names whose values every HTTP client sends: they are shown wherever the platform shows them. */
const STANDARD: ReadonlySet<string> = new Set([
  ...["accept", "accept-charset", "accept-encoding", "accept-language", "cache-control"],
  ...["content-encoding", "content-language", "content-type"],
  ...["anthropic-beta", "anthropic-version", "openai-beta"],
]);

/** Names that say that the value is a credential. */
const CREDENTIAL = /^(?:proxy-)?authorization$|^cookie$|(?:^|[-_])(?:api-?key|key|token|secret|password)$/i;

/** A scheme before a credential, as in `Bearer …`. */
const SCHEME = /^(?:Bearer|Basic|Token|ApiKey|Api-Key|Key|Negotiate)\s+/i;

/** A variable that the platform replaces. */
const PLACEHOLDER = /^\{\{[^{}]*\}\}$/;

/** Values of the platform's own properties, as they are searched for: in any case. */
const WORDS: ReadonlySet<string> = new Set([...PROVIDERS, ...STATUSES, "FINALIZED", "DRAFT"].map(folded));

/** The value without a scheme: the credential itself. */
export function withoutScheme(value: string): string {
  return value.replace(SCHEME, "");
}

/** Whether a header is certainly a credential, by its name or by a scheme in its value. */
export function isCredential({ key, value }: Header): boolean {
  return CREDENTIAL.test(key) || SCHEME.test(value);
}

/** Whether a credential is long enough to be found in other texts, and isn't only a placeholder. */
export function isSearchable(credential: string): boolean {
  return credential.length >= SHORTEST && !PLACEHOLDER.test(credential);
}

/** What no message and no value may show, not even as a part. A short value that is no credential would match by chance. */
export function secretsOf(headers: readonly Header[]): string[] {
  return hidden(headers).flatMap((header) => {
    if (isCredential(header)) return credentialParts(header);
    return header.value.length >= SHORTEST ? [header.value] : [];
  });
}

/** A credential without its scheme, and each part that is a credential too: a password, the token after an unknown scheme, a cookie's value. */
export function credentialParts({ key, value }: Header): string[] {
  const secret = withoutScheme(value);
  const parts =
    key.toLowerCase() === "cookie"
      ? value.split(";").map((pair) => pair.slice(pair.indexOf("=") + 1).trim())
      : [secret.slice(secret.lastIndexOf(" ") + 1), ...passwordIn(value)];
  return [...new Set([secret, ...parts.filter((part) => part.length >= SHORTEST)])];
}

/** The short values, which are hidden only where they are the complete value. */
export function shortValuesOf(headers: readonly Header[]): string[] {
  return hidden(headers)
    .map(({ value }) => value)
    .filter((value) => value !== "" && value.length < SHORTEST);
}

function hidden(headers: readonly Header[]): Header[] {
  return headers.filter(
    (header) =>
      !PLACEHOLDER.test(withoutScheme(header.value)) &&
      (isCredential(header) || !(STANDARD.has(header.key.toLowerCase()) || WORDS.has(folded(header.value)))),
  );
}

/** `Basic` encodes a user and a password. */
function passwordIn(value: string): string[] {
  const [, encoded] = /^Basic\s+(\S+)$/i.exec(value) ?? [];
  const [, password = ""] = /^[^:]*:(.*)$/s.exec(Buffer.from(encoded ?? "", "base64").toString()) ?? [];
  return password.length >= SHORTEST ? [password] : [];
}

/** The most characters of a value that a mask may show. */
const MOST_SHOWN = 12;

const SALT = "model-connections:maskedHeaders";

/** How a value begins that is not stored. These texts are in users' states: another wording would be drift. */
export const NOT_STORED = "(not stored; hash of the ";

/** What is stored in place of a value that the platform shows: a short slow hash, by which another value is detected. */
export function hashedValue(value: string): string {
  return `${NOT_STORED}value: ${slowHash(value, SALT, 8)})`;
}

/** What is stored in place of a mask that shows too much. */
export function hashedMask(mask: string): string {
  return `${NOT_STORED}mask: ${slowHash(mask, SALT, 8)})`;
}

/** A mask for certain. */
export const MASK = /\*{3}|[•●]{3}|…/u;

/** What may be a mask or a shortened value. */
const LIKE_MASK = /[*•●]{2}|…|\.{3}|[xX]{4}/u;

/** What platforms show in place of a value. */
const NO_VALUE =
  /^(?:[\s*•●∗█·._#-]*|[^\w\s]*(?:redacted|hidden|masked|encrypted|protected|not shown|null|none|undefined)[^\w\s]*)$/iu;

/** Whether a text shows nothing of a value: it doesn't even say that the value is another one. */
export function showsNothing(shown: string): boolean {
  return !MASK.test(shown) && NO_VALUE.test(withoutScheme(shown));
}

/** Whether what a platform shows is the value itself. */
export function isPlaintext(shown: string): boolean {
  return !LIKE_MASK.test(shown) && !showsNothing(shown);
}

/** A value as it may be shown and stored: the platform's mask, or a hash if it isn't one or shows too much. */
export function safeValue(shown: string): string {
  if (!MASK.test(shown)) return LIKE_MASK.test(shown) ? hashedMask(shown) : hashedValue(shown);
  return unmasked(withoutScheme(shown)).length <= MOST_SHOWN ? shown : hashedMask(shown);
}

/** Whether what a platform shows of a header's value can't be the declared value. It may leave out the scheme. */
export function valueContradicts(shown: string, declared: string): boolean {
  const forms = new Set([declared, withoutScheme(declared)]);
  if (shown.startsWith(`${NOT_STORED}value`)) return ![...forms].some((each) => hashedValue(each) === shown);
  return !shown.startsWith(NOT_STORED) && [...forms].every((each) => maskContradicts(shown, each));
}

/** Whether the visible start or end of a mask isn't that of the key. A mask may show nothing of a key. */
export function maskContradicts(mask: string | undefined, key: string): boolean {
  const [, start = "", end = ""] = /^([^*•●…]*)[*•●…].*?([^*•●…]*)$/u.exec(mask ?? "") ?? [];
  return !key.startsWith(start) || !key.endsWith(end);
}
