/**
 * Texts inside JSON values of requests, such as prompts. They are data for the endpoint, so only what Pulumi's display or a
 * CI runner can't survive is unsafe. The display prints each line of a changed text as it is, names of members too, and it
 * decodes a text that is JSON, or YAML of several lines.
 */
import { isJsonObject, isTooDeep, parsedJson, placedTextsIn } from "./json";

/** The commands that a runner carries out (docs.github.com: workflow commands). `##vso[` begins every one of Azure's. */
const COMMANDS =
  "add-mask|add-matcher|add-path|debug|echo|endgroup|error|group|internal-set-repo-path|notice|remove-matcher|save-state|set-env|set-output|stop-commands|warning";

/** At the start of a line, or of a name in JSON or YAML, which the display prints at the start of a line. */
const LINE_COMMAND = `(?=::(?:${COMMANDS})(?:\\s[^\\n]*)?::)(?<=(?:^|[{,[?])(?:[^\\S\\n]|["'-])*):`;

/** Each kind of unsafe text. The first character of each match is what makes it unsafe. */
const UNSAFE = {
  '"<" before "{%", which crashes Pulumi\'s display': /<(?=\{%)/g,
  'a command of a CI runner, such as "::add-mask::", or "##" before "[group]" or "vso["': new RegExp(
    `#(?=#(?:vso\\[|\\[(?:${COMMANDS})[\\]\\s]))|${LINE_COMMAND}`,
    "gim",
  ),
  "control characters, or characters that reverse the direction of text":
    /(?!\r?\n|\t)\p{Cc}|\p{Cs}|[\u202a-\u202e\u2066-\u2069]/gu,
} as const;

const TOO_DEEP = "JSON that is nested too deeply";

/** Between double quotes, with the colon after it if it is a name. */
const QUOTED = /"((?:[^"\\]|\\[^])*)"(\s*:)?/g;

/** What is unsafe in a text, in words; undefined if it is safe as it is. */
export function unsafeInValue(text: string): string | undefined {
  return unsafeIn(text) ?? (/(?:[[{]\s*){33}/.test(text) ? TOO_DEEP : unsafeDecoded(text));
}

/** Whether a text is safe as it is. */
export function isPlainValue(text: string): boolean {
  return unsafeInValue(text) === undefined;
}

/** The text with what is unsafe in it replaced. Safe text stays as it is. */
export function plainValue(text: string): string {
  if (isPlainValue(text)) return text;
  const plain = withoutUnsafe(text);
  if (isPlainValue(plain)) return plain;
  // What remains is made by escapes, or by many brackets.
  const unescaped = plain.replaceAll("\\", "\ufffd");
  return isPlainValue(unescaped) ? unescaped : unescaped.replace(/[[{]/g, "\ufffd");
}

/** What is unsafe in the name of a member, which is printed without quotes. */
export function unsafeInName(name: string): string | undefined {
  return /[\n\t]/.test(name) ? "line breaks or tabs in a name" : unsafeIn(name);
}

/** The name with what is unsafe in it replaced. */
export function plainName(name: string): string {
  return withoutUnsafe(name).replace(/[\r\n\t]/g, "\ufffd");
}

function withoutUnsafe(text: string): string {
  return Object.values(UNSAFE).reduce((left, pattern) => left.replace(pattern, "\ufffd"), text);
}

function unsafeIn(text: string): string | undefined {
  return Object.entries(UNSAFE).find(([, pattern]) => text.search(pattern) >= 0)?.[0];
}

/** What the display shows of a text that it decodes. */
function unsafeDecoded(text: string): string | undefined {
  const parsed = parsedJson(text);
  if (isJsonObject(parsed) || Array.isArray(parsed)) return firstUnsafe(parsed)?.what;
  if (/^\s*[[{]/.test(text) && isDeepJson(text)) return TOO_DEEP;
  return text.includes("\\") ? unsafeInQuotes(text) : undefined;
}

function isDeepJson(text: string): boolean {
  try {
    return isTooDeep(JSON.parse(text));
  } catch {
    return false;
  }
}

/** As in YAML, whose texts between double quotes have escapes. */
function unsafeInQuotes(text: string): string | undefined {
  for (const [, piece = "", colon] of text.matchAll(QUOTED)) {
    const decoded = unescaped(piece);
    const problem = colon === undefined ? undefined : unsafeInName(decoded);
    if (problem !== undefined) return problem;
    if (/<\{%|(?![\b\t\n\r])\p{Cc}/u.test(decoded)) return unsafeIn(decoded);
  }
  return undefined;
}

const LETTERS: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", e: "\u001b", b: "\b" };

function unescaped(piece: string): string {
  return piece.replace(
    /\\(?:x([\dA-Fa-f]{2})|u([\dA-Fa-f]{4})|U([\dA-Fa-f]{8})|\r?\n\s*|([^]))/g,
    (_, x?: string, u?: string, long?: string, letter?: string) => {
      const code = Number.parseInt(x ?? u ?? long ?? "", 16);
      if (!Number.isNaN(code)) return code > 0x10ffff ? "\ufffd" : String.fromCodePoint(code);
      return letter === undefined ? "" : (LETTERS[letter] ?? letter);
    },
  );
}

/** The first unsafe text of a JSON value: where it is, and what is unsafe. */
export function firstUnsafe(value: unknown): { place: string; what: string } | undefined {
  for (const { place, text, isName } of placedTextsIn(value)) {
    const what = isName ? unsafeInName(text) : unsafeInValue(text);
    if (what !== undefined) return { place, what };
  }
  return undefined;
}
