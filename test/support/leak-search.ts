// Hunts for planted secrets in everything that a run leaves: in clear, escaped, encoded, whole or in pieces.

export interface Leak {
  /** Name of the text it was found in. */
  where: string;
  /** Name of the secret. */
  secret: string;
  spelling: string;
}

type Spellings = [spelling: string, text: string][];

/** Pieces this long are looked for in longer secrets: a message that was cut still leaks. */
const PIECE = 20;
/** What is shorter turns up in ciphertext by accident. */
const SHORTEST_ENCODED = 6;

/** Both by name, so that a finding never has to hold the secret itself. */
export function findLeaks(texts: Record<string, string>, secrets: Record<string, string>): Leak[] {
  const hunted = Object.entries(secrets).map(([secret, text]) => ({ secret, spellings: spellingsOf(text) }));
  return Object.entries(texts).flatMap(([where, text]) => {
    const lower = text.toLowerCase();
    return hunted.flatMap(({ secret, spellings }) => {
      const found = spellings.find(([name, spelled]) =>
        name.startsWith("base64") ? text.includes(spelled) : lower.includes(spelled.toLowerCase()),
      );
      return found === undefined ? [] : [{ where, secret, spelling: found[0] }];
    });
  });
}

/** All ways to write a secret that are looked for. */
export function spellingsOf(secret: string): Spellings {
  const json = JSON.stringify(secret).slice(1, -1);
  const ascii = escaped(json, /[^\x20-\x7e]/g);
  const plain: Spellings = [
    ["clear", secret],
    ["JSON", json],
    ["JSON in ASCII", ascii],
    // The engine is a Go program.
    ["JSON as Go writes it", escaped(json, /[<>&\u2028\u2029]/g)],
    ["JSON in JSON", JSON.stringify(json).slice(1, -1)],
    ["inspected", secret.replaceAll("\\", "\\\\").replaceAll("'", "\\'")],
    ["URL-encoded", encodeURIComponent(secret)],
    ["URL-encoded throughout", [...Buffer.from(secret)].map((byte) => `%${hex(byte, 2)}`).join("")],
    ["form-encoded", new URLSearchParams([["", secret]]).toString().slice(1)],
    ["HTML", htmlOf(secret)],
  ];
  const encoded: Spellings = [
    ["hex", Buffer.from(secret).toString("hex")],
    ...base64Of("base64", secret),
    ...base64Of("base64 of JSON", json),
  ];
  return [
    ...plain,
    ...encoded.filter(([, text]) => text.length >= SHORTEST_ENCODED),
    ...piecesOf(secret),
    ...piecesOf(json),
  ];
}

/** The characters that stand for nothing but the secret, at each of the three places it can begin at. */
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

/** Any cut-out of twice the length holds one of them whole. */
function piecesOf(text: string): Spellings {
  if (text.length < 2 * PIECE) return [];
  const starts = Array.from({ length: Math.floor(text.length / PIECE) }, (_, i) => i * PIECE);
  return starts.map((start) => [`piece at ${start}`, text.slice(start, start + PIECE)]);
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
