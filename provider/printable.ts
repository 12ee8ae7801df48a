/** Makes text from outside safe: for state and files, and shorter for messages. */

const LONGEST = 200;

/**
 * What a terminal, a log or a page may take for more than text: control characters, line separators, characters that change
 * the direction of text or can't be seen, halves of characters, the start of a colour directive of Pulumi's, which
 * crashes its display if it is incomplete, and the start of a command such as ##[add-mask] or ##vso[task.setvariable],
 * which GitHub's and Azure's runners carry out anywhere in a line of a log. U+200C and U+200D stay, because honest scripts
 * and emoji need them, and so does the tail of a flag such as England's.
 */
const UNSAFE =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|(?![\u200c\u200d]|(?<=\u{1f3f4}[\u{e0030}-\u{e007a}]{0,6})[\u{e0030}-\u{e007f}])\p{Cf}|<(?=\{%)|#(?=#[a-z]*\[)/giu;

/** A text that Pulumi's display takes for JSON: it prints what its escapes mean, and each part in lines of its own. */
const LIKE_JSON = /^(\s*)[[{]/;

/** Longer or deeper JSON would flood the display. */
const LONGEST_JSON = 256;
const DEEPEST_JSON = 16;

/** What a CI runner carries out at the start of a line, such as ::add-mask::. */
const COMMAND = /^(\s*):(?=:)/;

/** Replaces what is unsafe by U+FFFD. Safe text stays as it is. */
export function plainText(text: string): string {
  const plain = text.replace(UNSAFE, "\ufffd").replace(COMMAND, "$1\ufffd");
  return LIKE_JSON.test(plain) ? plainJson(plain) : plain;
}

function plainJson(text: string): string {
  const brackets = text.match(/[[{]/g)?.length ?? 0;
  if (text.length > LONGEST_JSON || brackets > DEEPEST_JSON) return text.replace(LIKE_JSON, "$1\ufffd");
  return text.includes('"') ? text.replace(/\\|:(?=:)/g, "\ufffd") : text;
}

/** Whether a text is safe as it is. */
export function isPlainText(text: string): boolean {
  return plainText(text) === text;
}

/** The same properties, each text safe. */
export function withPlainTexts<T extends object>(properties: T): T {
  const plain = Object.entries(properties).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === "string" ? plainText(value) : value,
  ]);
  return Object.fromEntries(plain) as T;
}

/** JSON for a terminal or log: unsafe characters are escaped, so it is the same value when parsed. */
export function printableJson(value: unknown): string {
  // JSON itself escapes control characters inside texts; the others are line breaks between them.
  return JSON.stringify(value, null, 2).replace(UNSAFE, (character) =>
    character === "\n" ? character : escaped(character),
  );
}

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}

/** Plain text for a message: cut after 200 characters. */
export function printable(text: string): string {
  // Cut before the search, so that its time doesn't depend on what the platform sends.
  const clean = plainText(text.slice(0, LONGEST + 1));
  return text.length > LONGEST ? `${clean.slice(0, LONGEST).toWellFormed()}…` : clean;
}

/** The printable text between double quotes. */
export function quoted(text: string): string {
  return `"${printable(text)}"`;
}

/** The most items of a list in a message. */
const MOST_ITEMS = 10;

/** A list for a message, safe to print: the first ten, and how many more there are. */
export function printableList(texts: readonly string[]): string {
  const shown = texts.slice(0, MOST_ITEMS).map(printable).join(", ");
  return texts.length > MOST_ITEMS ? `${shown} and ${texts.length - MOST_ITEMS} more` : shown;
}
