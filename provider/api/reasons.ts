/** Why the platform refused a request, in its own words. The API documents no errors, so every usual form is searched. */
import type { MessageSecrets } from "./redact";

/** More reasons would hide the advice. */
const MOST = 3;
/** Real bodies are flat. */
const DEEPEST = 6;
/** The most values that are looked at, so that the time doesn't depend on what the platform sends. */
const MOST_VALUES = 1_000;
/** The most characters of a reason that are kept, all of which are searched for secrets. A message shows fewer. */
const LONGEST = 4_096;

/** The properties that can contain a reason, the most specific first. Some services begin these names with a capital letter. */
const PLACES = [
  ...["errors", "error", "fault", "message", "messages", "msg", "faultstring"],
  ...["detail", "details", "title", "reason", "description"],
  ...["error_description", "errorMessage", "error_message", "fieldViolations", "violations"],
].flatMap((name) => [name, `${name.charAt(0).toUpperCase()}${name.slice(1)}`]);

/** The properties that are shown if an object has no reason. */
const CODES = ["code", "Code", "errorCode", "errorcode"];

/** The properties in which a problem names its field. */
const FIELD_NAMES = ["field", "fieldName", "param", "parameter", "property", "loc", "path"];

/** Properties that are not the name of a field. */
const NOT_FIELDS =
  /^(@?type|__type|code|status|statusCode|success|path|timestamp|id|domain|(request|trace|correlation)[_-]?id)$/i;

/** A text, and the field that it is about: "" if it is about none. */
interface Reason {
  readonly field: string;
  readonly text: string;
}

/** The first three texts in the body of an error, without those that contain a secret. */
export function reasonsIn(body: unknown, secrets: MessageSecrets): string[] {
  const found = new Map<string, string>();
  for (const { field, text } of new Search().reasons(body, 0)) {
    found.set(field === "" ? text : oneLine(`${field}: ${text}`), text);
    if (found.size === MOST) break;
  }
  const shown = [...found].filter(
    ([reason, text]) =>
      !secrets.areShownBy(reason) && !secrets.areShownBy(text) && !isSpacedIn(reason, secrets),
  );
  // Two reasons together must not show a key of which each has a part.
  const together = shown.map(([, text]) => text.slice(0, LONGEST / MOST)).join("");
  return isSpacedIn(together, secrets) ? [] : shown.map(([reason]) => reason);
}

/** Whether a text contains a key with spaces between its characters. They may have been line breaks. */
function isSpacedIn(text: string, secrets: MessageSecrets): boolean {
  return secrets.areIn(text.replaceAll(" ", ""));
}

/** One search of one body, with a limited number of steps. */
class Search {
  #left = MOST_VALUES;

  *reasons(value: unknown, depth: number): Generator<Reason> {
    this.#left--;
    if (typeof value === "string") {
      const text = oneLine(value);
      if (text !== "") yield { field: "", text };
    } else if (Array.isArray(value)) yield* this.#inList(value, depth);
    else if (typeof value === "object" && value !== null)
      yield* this.#inObject(value as Record<string, unknown>, depth);
  }

  *#inList(list: readonly unknown[], depth: number): Generator<Reason> {
    if (depth > DEEPEST) return;
    for (const each of list) {
      if (this.#left <= 0) return;
      yield* this.reasons(each, depth + 1);
    }
  }

  /** Its reasons; if it has none, problems by field; if it has none of these, its code. */
  *#inObject(object: Record<string, unknown>, depth: number): Generator<Reason> {
    if (depth > DEEPEST) return;
    let found = false;
    const field = depth === 0 ? "" : fieldOf(object);
    for (const source of [this.#inPlaces(object, depth), this.#byField(object, depth), codesOf(object)]) {
      for (const reason of source) {
        found = true;
        yield about(field, reason);
      }
      if (found || this.#left <= 0) return;
    }
  }

  *#inPlaces(object: Record<string, unknown>, depth: number): Generator<Reason> {
    for (const name of PLACES)
      if (this.#left > 0 && Object.hasOwn(object, name)) yield* this.reasons(object[name], depth + 1);
  }

  /** Problems by field, as in `{ "model": ["is unknown"] }`. The body itself counts only if it contains nothing else. */
  *#byField(object: Record<string, unknown>, depth: number): Generator<Reason> {
    const names = Object.keys(object)
      .slice(0, Math.max(0, this.#left))
      .filter((name) => !NOT_FIELDS.test(name));
    if (depth === 0 && !names.every((name) => isProblem(object[name]))) return;
    for (const name of names) {
      if (this.#left <= 0) return;
      for (const reason of this.reasons(object[name], depth + 1)) yield about(name, reason);
    }
  }
}

/** A list of texts, or a value without text. */
function isProblem(value: unknown): boolean {
  if (Array.isArray(value)) return value.slice(0, MOST).every((each) => typeof each === "string");
  return value === null || typeof value === "number" || typeof value === "boolean";
}

function codesOf(object: Record<string, unknown>): Reason[] {
  const codes = CODES.filter((name) => Object.hasOwn(object, name)).map((name) => object[name]);
  return codes
    .filter((code) => typeof code === "string")
    .map((code) => ({ field: "", text: oneLine(code) }))
    .filter(({ text }) => text !== "");
}

/** The field that a problem names, for example as `"model"` or `["body", "model"]`. */
function fieldOf(problem: Record<string, unknown>): string {
  const names = FIELD_NAMES.filter((name) => Object.hasOwn(problem, name)).map((name) => problem[name]);
  const fields = names.map((name) => (Array.isArray(name) ? name.slice(0, DEEPEST).join(".") : name));
  return (
    fields.filter((field) => typeof field === "string").find((field) => /^[\w.[\]-]{1,100}$/.test(field)) ??
    ""
  );
}

/** Adds the field to a reason, unless the text already names it. */
function about(field: string, { field: inner, text }: Reason): Reason {
  if (field === "" || text.split(/\W+/).includes(field)) return { field: inner, text };
  return { field: inner === "" ? field : `${field}: ${inner}`, text };
}

/** The text in one line. Only the start of a long text is read. */
function oneLine(text: string): string {
  let line = "";
  for (const [word] of text.matchAll(/\S+/g)) {
    line += line === "" ? word : ` ${word}`;
    if (line.length > LONGEST) break;
  }
  return line.slice(0, LONGEST).toWellFormed();
}
