/** Makes text from outside safe to print: no control or escape characters, and a limited length. */

const LONGEST = 200;

/** Replaces control, format and direction-changing characters, and cuts after 200 characters. */
export function printable(text: string): string {
  const clean = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, "�");
  return clean.length > LONGEST ? `${clean.slice(0, LONGEST).toWellFormed()}…` : clean;
}

/** The printable text between double quotes. */
export function quoted(text: string): string {
  return `"${printable(text)}"`;
}
