/** Decides whether a text from the platform may be shown: not if it contains a secret in any spelling. */

/** The text, or undefined if it contains one of the secrets: as it is, escaped, encoded, or in another case. */
export function withoutSecrets(text: string, secrets: readonly string[]): string | undefined {
  const haystacks = [...readings(text)].map((each) => each.toLowerCase());
  const contains = secrets.some((secret) =>
    spellings(secret).some((spelt) => haystacks.some((haystack) => haystack.includes(spelt.toLowerCase()))),
  );
  return contains ? undefined : text;
}

/** The text as it is, and with up to two layers of escapes removed, in any order: a key may itself look escaped. */
function readings(text: string): Set<string> {
  const found = new Set([text]);
  for (let layer = 1; layer <= 2; layer++)
    for (const reading of [...found]) found.add(withoutJsonEscapes(reading)).add(withoutHtmlEscapes(reading));
  return found;
}

function withoutJsonEscapes(text: string): string {
  return text.replace(/\\(?:u([0-9a-f]{4})|(["'\\/]))/gi, (_, code: string | undefined, plain: string) =>
    code === undefined ? plain : String.fromCharCode(parseInt(code, 16)),
  );
}

function withoutHtmlEscapes(text: string): string {
  return text
    .replace(/&#x([0-9a-f]{1,6});/gi, (_, code: string) => character(parseInt(code, 16)))
    .replace(/&#(\d{1,7});/g, (_, code: string) => character(Number(code)))
    .replace(/&(quot|apos|lt|gt|amp);/gi, (_, name: string) => NAMED[name.toLowerCase()] ?? "");
}

const NAMED: Record<string, string> = { quot: '"', apos: "'", lt: "<", gt: ">", amp: "&" };

function character(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : "";
}

function spellings(secret: string): string[] {
  if (secret === "") return [];
  const bytes = Buffer.from(secret, "utf8");
  const json = JSON.stringify(secret).slice(1, -1);
  return [
    secret,
    json,
    encodeURIComponent(secret.toWellFormed()),
    bytes.toString("hex"),
    ...base64Cores(bytes),
  ];
}

/** The secret in base64, at each of the three alignments that it can have inside a longer text. */
function base64Cores(bytes: Buffer): string[] {
  const cores: string[] = [];
  for (const lead of [0, 1, 2]) {
    const encoded = Buffer.concat([Buffer.alloc(lead), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    const core = encoded.slice(lead === 0 ? 0 : lead + 1, -1);
    if (core.length >= 4) cores.push(core, core.replace(/\+/g, "-").replace(/\//g, "_"));
  }
  return cores;
}
