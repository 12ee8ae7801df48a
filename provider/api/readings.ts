/** Undoes what can disguise a key in a text: encodings, invisible characters, accents, the case of letters. */

/** The longest text that is searched at once. Only a text inside a JSON value can be longer. */
const LONGEST = 4_096;

/** The most characters of all readings together. An honest text stays far below, whatever it contains. */
const BUDGET = 100_000;

/** In upper case, because the lower case of a letter can depend on its neighbours. */
export function folded(text: string): string {
  return PLAIN.test(text)
    ? text.toUpperCase()
    : visible(text.normalize("NFKD")).replace(/\p{M}/gu, "").toUpperCase();
}

/** Text with nothing to remove: most text, and faster. */
const PLAIN = /^[\x20-\x7e]*$/;

function visible(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\ufffd]/gu, "");
}

/** Whether the text passes a test in one of its readings; true if it is too much work to read. */
export function inSomeReading(text: string, test: (reading: string) => boolean): boolean {
  return piecesOf(text).some((piece) => {
    const found = readings(piece);
    return found === undefined || [...found].some(test);
  });
}

/** A longer text in pieces that overlap by half, so that a key at an edge is complete in the next piece. */
function piecesOf(text: string): string[] {
  const count = Math.max(1, Math.ceil((2 * text.length) / LONGEST) - 1);
  return Array.from({ length: count }, (_, index) =>
    text.slice((index * LONGEST) / 2, (index * LONGEST) / 2 + LONGEST),
  );
}

/**
 * The text itself and the text with up to two layers of encoding removed, in any order, each folded: a key may itself look
 * encoded. Undefined if that is more work than any honest text is.
 */
function readings(text: string): Set<string> | undefined {
  const found = new Set<string>();
  let layer = [visible(text)];
  let left = BUDGET;
  for (let depth = 0; depth <= 2; depth++) {
    for (const each of layer) {
      const reading = folded(each);
      left -= each.length + reading.length;
      if (left < 0) return undefined;
      found.add(reading);
    }
    // The last layer is not decoded.
    if (depth < 2) layer = layer.flatMap((each) => (each.length > 0 ? decoded(each) : [])).map(visible);
  }
  return found;
}

/** The text without one layer of each kind of encoding that it has. The encodings are not removed together: one can spoil another. */
function decoded(text: string): string[] {
  return [
    ...(text.includes("\\") ? [withoutEscapes(text), withoutBytes(text, /(?:\\x[0-9a-f]{2})+/gi)] : []),
    ...(text.includes("%") ? [withoutBytes(text, /(?:%[0-9a-f]{2})+/gi), withoutUnicodeEscapes(text)] : []),
    ...(text.includes("=") ? [withoutBytes(text, /(?:=[0-9a-f]{2})+/gi)] : []),
    ...(text.includes("&") ? [withoutEntities(text)] : []),
    ...(text.match(/[0-9a-f]{2}(?:[ :-]?[0-9a-f]{2}){3,}/gi) ?? []).flatMap(fromHex),
    ...(text.match(/[A-Za-z0-9+/_-]{6,}/g) ?? []).flatMap(fromBase64),
  ];
}

/** Escapes of JSON and JavaScript. */
function withoutEscapes(text: string): string {
  return text.replace(
    /\\u\{0*([0-9a-f]{1,6})\}|\\u([0-9a-f]{4})|\\([0-3][0-7]{2})|\\([bfnrt])|\\(.)/gi,
    (_, point?: string, code?: string, octal?: string, control?: string, plain?: string) => {
      if (control !== undefined) return "";
      if (octal !== undefined) return character(parseInt(octal, 8));
      return plain ?? character(parseInt(point ?? code ?? "", 16));
    },
  );
}

function withoutEntities(text: string): string {
  return text
    .replace(/&#x0*([0-9a-f]{1,6});?/gi, (_, code: string) => character(parseInt(code, 16)))
    .replace(/&#0*(\d{1,7});?/g, (_, code: string) => character(Number(code)))
    .replace(/&(quot|apos|lt|gt|amp);?/gi, (_, name: string) => NAMED[name.toLowerCase()] ?? "");
}

const NAMED: Record<string, string> = { quot: '"', apos: "'", lt: "<", gt: ">", amp: "&" };

function character(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : "";
}

function withoutUnicodeEscapes(text: string): string {
  return text.replace(/%u([0-9a-f]{4})/gi, (_, code: string) => character(parseInt(code, 16)));
}

function withoutBytes(text: string, escapes: RegExp): string {
  return text.replace(escapes, (bytes) => Buffer.from(bytes.replace(/[\\x%=]/gi, ""), "hex").toString());
}

/** A key can begin at either digit of a longer number. */
function fromHex(part: string): string[] {
  const digits = part.replace(/[ :-]/g, "");
  return [0, 1].map((start) => Buffer.from(digits.slice(start), "hex").toString());
}

/** A key inside a longer text can begin at each of the four positions of a group. */
function fromBase64(part: string): string[] {
  return [0, 1, 2, 3].map((start) => Buffer.from(part.slice(start), "base64").toString());
}
