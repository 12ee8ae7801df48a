// Literals and lines of the program, formatted as prettier does it.
import { ONE_COLUMN_EACH } from "../ascii";

/** The most columns of a line. */
export const LINE = 80;

/** Prettier moves a value that is too long to its own line. */
export function property(indent: string, key: string, value: string): string {
  const line = `${indent}${key}: ${value},`;
  return columns(line) <= LINE ? line : `${indent}${key}:\n${indent}  ${value},`;
}

/** The width in an editor: ideographs and emoji take two columns. */
export function columns(text: string): number {
  if (ONE_COLUMN_EACH.test(text)) return text.length;
  const characters = [...new Intl.Segmenter("en").segment(text)];
  return characters.reduce((sum, { segment }) => sum + (WIDE.test(segment) ? 2 : 1), 0);
}

const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u30ff\uff01-\uff60]/u;

/** A string literal in the quotes that prettier prefers: those that need fewer escapes. */
export function literal(text: string): string {
  const double = (text.match(/"/g) ?? []).length;
  const single = (text.match(/'/g) ?? []).length;
  const escaped = quoted(text);
  if (double <= single) return escaped;
  return `'${escaped.slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'")}'`;
}

/** A JSON string; characters that editors can't show are escaped. */
export function quoted(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    [...Array(character.length).keys()]
      .map((i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}
