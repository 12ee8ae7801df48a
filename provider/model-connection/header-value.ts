/** What is wrong with the name or the value of a header and what would be right; no text contains the value. */
import { LONGEST_TEXT } from "../api/records";
import { MASK, withoutScheme } from "../api/headers";

/** A token of HTTP: letters, digits and these signs. */
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;

/** Headers that belong to the connection between two servers, which the platform sets itself. */
const OF_THE_CONNECTION: ReadonlySet<string> = new Set([
  ...["connection", "content-length", "host", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"],
]);

export function headerNameProblem(name: string): string | undefined {
  if (!TOKEN.test(name))
    return "a header's name must be a token such as Authorization, without whitespace or colons";
  if (name.length > 100) return "a header's name must not be longer than 100 characters";
  return OF_THE_CONNECTION.has(name.toLowerCase())
    ? "Connection, Host, Content-Length and other headers of the connection itself can't be set"
    : undefined;
}

/** The rule for a complete value. */
export function headerValueProblem(value: string): string | undefined {
  if (value.trim() === "" || withoutScheme(`${value} `).trim() === "") return "must not be empty";
  if (/[\r\n]/.test(value)) return "must not contain a line break: it may have been copied with the value";
  if (/[^\t\x20-\x7e\u0080-\u00ff]|[\u0080-\u009f]/u.test(value))
    return "must contain only characters that HTTP allows in a header";
  if (value !== value.trim()) return "must not begin or end with whitespace";
  if (MASK.test(value)) return "is a masked value as the platform shows it: give the value itself";
  return value.length > LONGEST_TEXT
    ? `must not be longer than ${LONGEST_TEXT.toLocaleString("en")} characters`
    : undefined;
}

/** The rule for the text before the value of a variable: a scheme, without a part of the credential. Whitespace at its end separates it from the value. */
export function prefixProblem(prefix: string): string | undefined {
  return /^[\x21-\x7e][\x20-\x7e]{0,31}$|^$/.test(prefix) && !/\*{3}|\d/.test(prefix)
    ? undefined
    : 'must be a short text such as "Bearer ", without line breaks or digits, because it is stored in plaintext';
}
