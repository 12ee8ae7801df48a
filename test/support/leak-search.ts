// Searches everything that a run leaves for planted secrets: in plain text, escaped, encoded, complete or in pieces.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Leak {
  /** The name of the text that contains it. */
  where: string;
  /** The name of the secret. */
  secret: string;
  spelling: string;
}

type Spellings = [spelling: string, text: string][];

/** The length of the pieces searched for in longer secrets: a truncated message still leaks. */
const PIECE = 20;
/** Anything shorter appears in ciphertext by accident. */
const SHORTEST_ENCODED = 6;

/** The text of every file below a folder, by path. */
export function textsIn(folder: string): Record<string, string> {
  const texts: Record<string, string> = {};
  // The recursive readdir follows links, and node_modules links back to this repository.
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) Object.assign(texts, textsIn(path));
    if (entry.isFile()) texts[path] = readFileSync(path, "utf8");
  }
  return texts;
}

/**
 * Texts and secrets have names, so that a leak is reported without the secret itself.
 * @param options `run`: an excerpt of this length is also a leak, and so is a key with invisible characters in between
 */
export function findLeaks(
  texts: Record<string, string>,
  secrets: Record<string, string>,
  { run }: { run?: number } = {},
): Leak[] {
  const searched = Object.entries(secrets).map(([secret, text]) => ({
    secret,
    spellings: [...spellingsOf(text), ...(run === undefined ? [] : runsOf(text, run))],
  }));
  const looks = Object.entries(texts).flatMap(([where, text]): [string, string][] =>
    run === undefined
      ? [[where, text]]
      : [
          [where, text],
          [where, withoutInvisible(text)],
        ],
  );
  return looks.flatMap(([where, text]) => {
    const lower = text.toLowerCase();
    return searched.flatMap(({ secret, spellings }) => {
      const found = spellings.find(([name, spelled]) =>
        name.startsWith("base64") ? text.includes(spelled) : lower.includes(spelled.toLowerCase()),
      );
      return found === undefined ? [] : [{ where, secret, spelling: found[0] }];
    });
  });
}

/** Every spelling of a secret that is searched for. */
function spellingsOf(secret: string): Spellings {
  const json = JSON.stringify(secret).slice(1, -1);
  const ascii = escaped(json, /[^\x20-\x7e]/g);
  const plain: Spellings = [
    ["plain text", secret],
    ["JSON", json],
    ["JSON in ASCII", ascii],
    // The engine is a Go program.
    ["JSON written by Go", escaped(json, /[<>&\u2028\u2029]/g)],
    ["JSON in JSON", JSON.stringify(json).slice(1, -1)],
    ["inspected", secret.replaceAll("\\", "\\\\").replaceAll("'", "\\'")],
    ["URL-encoded", encodeURIComponent(secret)],
    ["URL-encoded throughout", [...Buffer.from(secret)].map((byte) => `%${hex(byte, 2)}`).join("")],
    ["bytes as \\\\x", [...Buffer.from(secret)].map((byte) => `\\x${hex(byte, 2)}`).join("")],
    ["form-encoded", new URLSearchParams([["", secret]]).toString().slice(1)],
    ["HTML", htmlOf(secret)],
  ];
  const encoded: Spellings = [
    ["hex", Buffer.from(secret).toString("hex")],
    ...base64Of("base64", secret),
    ...base64Of("base64 of JSON", json),
    ...base64Of("base64 of base64", Buffer.from(secret).toString("base64")),
    ["hex of base64", Buffer.from(Buffer.from(secret).toString("base64")).toString("hex")],
    ["percent, twice", [...Buffer.from(secret)].map((byte) => `%25${hex(byte, 2)}`).join("")],
  ];
  return [
    ...plain,
    ...encoded.filter(([, text]) => text.length >= SHORTEST_ENCODED),
    ...piecesOf(secret),
    ...piecesOf(json),
  ];
}

/** The characters that depend only on the secret, for each of the three offsets at which it can begin. */
function base64Of(name: string, secret: string): Spellings {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].flatMap((lead): Spellings => {
    const first = Math.ceil((lead * 8) / 6);
    const end = Math.floor(((lead + bytes.length) * 8) / 6);
    const core = Buffer.concat([Buffer.alloc(lead), bytes])
      .toString("base64")
      .slice(first, end);
    const forUrl = core.replaceAll("+", "-").replaceAll("/", "_");
    return [
      [`${name}, byte ${lead} of 3`, core],
      [`${name} for URLs, byte ${lead} of 3`, forUrl],
    ];
  });
}

/** Any excerpt of twice this length contains one complete piece. */
function piecesOf(text: string): Spellings {
  if (text.length < 2 * PIECE) return [];
  const starts = Array.from({ length: Math.floor(text.length / PIECE) }, (_, i) => i * PIECE);
  return starts.map((start) => [`piece at ${start}`, text.slice(start, start + PIECE)]);
}

function runsOf(text: string, length: number): Spellings {
  const starts = Array.from({ length: Math.max(0, text.length - length + 1) }, (_, start) => start);
  return starts.map((start) => [`run at ${start}`, text.slice(start, start + length)]);
}

/** As they are, escaped in JSON, or replaced by the provider; and each backslash once, however often it is escaped. */
function withoutInvisible(text: string): string {
  return text.replace(/\\+u[0-9a-f]{4}|[\p{Cc}\p{Cf}\ufffd]/giu, "").replace(/\\+/g, "\\");
}

function escaped(text: string, characters: RegExp): string {
  return text.replace(characters, (character) => `\\u${hex(character.charCodeAt(0), 4)}`);
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}

function htmlOf(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
