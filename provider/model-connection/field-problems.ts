/** What is wrong with the value of a field and what would be right; no text contains the value. */
import { LONGEST_JSON, isJsonObject } from "../json";
import { isSearchable } from "../api/headers";
import { LONGEST_TEXT } from "../api/records";
import { isPlainText } from "../printable";
import { firstUnsafe } from "../plain-value";
import { suggestion } from "../suggestion";
import { hasUnknown } from "./unknown";

/** A rule for a value that is known, at least in part. */
export type Rule = (value: unknown) => string | undefined;

/** It must not contain these texts itself: Pulumi would fail when it prints them. */
export const UNSAFE =
  'must not contain control characters, invisible characters, or text that Pulumi or a CI runner interprets as a command: "<" before "{%", "##" before "[", "::" at its start, or JSON with a backslash or "::"';

/** Not a constant: the first number that is formatted takes 30 ms, in every process. */
function tooLong(): string {
  return `must not be longer than ${LONGEST_TEXT.toLocaleString("en")} characters`;
}

/** A rule for a text. */
export function text(rule: (value: string) => string | undefined): Rule {
  return (value) => (typeof value === "string" ? rule(value) : "must be a string");
}

/** A rule for JSON. It is applied when every part of the value is known. */
export function json(rule: Rule): Rule {
  return (value) => (hasUnknown(value) ? undefined : rule(value));
}

export function displayText(value: string): string | undefined {
  if (value.trim() === "") return "must not be empty";
  if (!isPlainText(value)) return UNSAFE;
  return value.length > 255 ? "must not be longer than 255 characters" : undefined;
}

export function token(value: string): string | undefined {
  if (value.trim() === "") return "must not be empty";
  if (/\s/.test(value)) return "must not contain whitespace or line breaks";
  if (!isPlainText(value)) return UNSAFE;
  return value.length > LONGEST_TEXT ? tooLong() : undefined;
}

/** @param where the argument in which a key belongs */
export function httpAddress(where: string): (value: string) => string | undefined {
  return (value) => {
    if (/\s/.test(value) || !isPlainText(value) || !/^https?:\/\//i.test(value) || !URL.canParse(value)) {
      return "must be an http or https URL such as https://api.example.com, without whitespace";
    }
    if (value.length > LONGEST_TEXT) return tooLong();
    const { username, password } = new URL(value);
    return username + password === ""
      ? undefined
      : `must not contain a user name or password: the key belongs in ${where}`;
  };
}

/** Parameters whose value is a credential, and the last words of others. */
const SECRET_PARAMETER =
  /^(?:auth|authorization|bearer|jwt|code|sig|pass|passwd|pwd|password|apikey|credentials?)$|(?:^|[-_])(?:token|key|secret|signature)$/i;
/** The same without hyphens, which all lower case hides. */
const JOINED = /^(?:x?api|subscription|access|auth|client|refresh|id)(?:key|token|secret)$/i;

/** The URL of an endpoint with headers. It is shown and stored in plaintext. */
export function endpointAddress(value: string): string | undefined {
  const problem = httpAddress("headers")(value);
  if (problem !== undefined) return problem;
  const { searchParams, hash } = new URL(value);
  if (hash !== "") return "must not contain a fragment (#): it is never sent to a server";
  const parameters = [...searchParams];
  const secret = parameters.find(([name, given]) => isCredential(name, given));
  return (
    secret && `must not contain a credential in its query (${secret[0]}): a credential belongs in headers`
  );
}

/** A short value, such as a status, is not a credential, and a placeholder is not the value itself. */
function isCredential(name: string, value: string): boolean {
  const isSecret =
    SECRET_PARAMETER.test(name) || endsAtCapital(name) || JOINED.test(name.replace(/[-_]/g, ""));
  return isSecret && isSearchable(value) && !/^\$\{[^{}]*\}$/.test(value);
}

function endsAtCapital(name: string): boolean {
  return /[a-z\d](?:Token|Key|Secret|Signature)$/.test(name);
}

/** A path to a value in a response. Only inside brackets it may contain whitespace, as in `$['a b'].c`. */
export function path(value: string): string | undefined {
  const outside = value.replace(/\[(?:'[^']*'|"[^"]*"|[^\]'"])*\]/g, "[]");
  return (
    token(outside) ??
    (isPlainText(value) ? undefined : UNSAFE) ??
    (value.length > LONGEST_TEXT ? tooLong() : undefined)
  );
}

/** A text that may be empty, which means the same as omitted. */
export function optional(rule: (value: string) => string | undefined): (value: string) => string | undefined {
  return (value) => (value === "" ? undefined : rule(value));
}

/** One of a few words. */
export function oneOf(words: readonly string[]): (value: string) => string | undefined {
  return (value) =>
    words.includes(value) ? undefined : `must be one of ${words.join(", ")}${suggestion(value, words)}`;
}

/** An object of flags. */
export function flags(names: readonly string[]): Rule {
  return (value) => {
    if (!isJsonObject(value)) return `must be an object of flags: ${names.join(", ")}`;
    const unknown = Object.keys(value).find((name) => !names.includes(name));
    if (unknown !== undefined) {
      const means = suggestion(unknown, names);
      return `has an unknown flag${means || `; the flags are ${names.join(", ")}`}`;
    }
    const isFlag = (each: unknown) => each == null || typeof each === "boolean";
    return Object.values(value).every(isFlag)
      ? undefined
      : "must be an object whose values are true or false";
  };
}

/** A list of a few words, at least one. */
export function listOf(words: readonly string[]): Rule {
  return (value) => {
    if (!Array.isArray(value) || value.length === 0) return `must be a list of ${words.join(", ")}`;
    for (const word of value as readonly unknown[]) {
      const problem = text(oneOf(words))(word);
      if (problem !== undefined) return `each item ${problem}`;
    }
    return new Set(value).size < value.length ? "must not contain the same item twice" : undefined;
  };
}

/** What each variable of a prompt must have (custom API connections: promptVars); `examples` is optional. */
const OF_A_VARIABLE: Readonly<Record<string, "string" | "boolean" | "any">> = {
  name: "string",
  displayName: "string",
  status: "any",
  dataType: "string",
  elementType: "any",
  defaultValue: "any",
  required: "boolean",
};

/** Members of a variable that may be null, but must be there. */
export const NULLABLE_OF_A_VARIABLE: readonly string[] = Object.keys(OF_A_VARIABLE).filter(
  (name) => OF_A_VARIABLE[name] === "any",
);

/** Variables of a prompt: a list of objects, each with a name of its own. */
export function promptVariables(value: unknown): string | undefined {
  const problem = objects(value);
  if (problem !== undefined) return problem;
  const variables = value as readonly Readonly<Record<string, unknown>>[];
  for (const variable of variables)
    for (const [name, type] of Object.entries(OF_A_VARIABLE)) {
      const member = variable[name];
      if (member === undefined)
        return `each item must have ${Object.keys(OF_A_VARIABLE).join(", ")}; one has no ${name}`;
      if (type !== "any" && typeof member !== type) return `${name} of each item must be a ${type}`;
    }
  const names = new Set(variables.map(({ name }) => name));
  return names.size < variables.length ? "two items have the same name" : undefined;
}

/** A list of objects. */
export function objects(value: unknown): string | undefined {
  if (!Array.isArray(value) || !value.every(isJsonObject)) return "must be a list of objects";
  return jsonProblem(value);
}

/** The body of a request. */
export function body(value: unknown): string | undefined {
  if (typeof value === "string")
    return "must be a JSON object, the body of the request; if it is a text, pass it through JSON.parse first";
  if (typeof value !== "object" || value === null) return "must be a JSON object, the body of the request";
  return jsonProblem(value);
}

function jsonProblem(value: object): string | undefined {
  if (JSON.stringify(value).length > LONGEST_JSON)
    return `must not be longer than ${LONGEST_JSON.toLocaleString("en")} characters as JSON`;
  const unsafe = firstUnsafe(value);
  return unsafe && `must not contain ${unsafe.what} (in one of its texts${placeText(unsafe.place)})`;
}

/** A name that doesn't look like one may be a key. */
function placeText(place: string): string {
  const shown = place.replace(/[^.[\]]+/g, (name) =>
    /^(?!.*\d{4})[A-Za-z_][\w-]{0,30}$|^\d+$/.test(name) ? name : "*",
  );
  return shown === "" ? "" : `: ${shown.slice(0, 100)}`;
}
