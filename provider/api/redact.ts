/** Decides whether a text from the platform may be shown: one that holds a secret in any spelling may not. */

/** The text, or undefined when it holds one of the secrets in clear, escaped, encoded or reversed case. */
export function withoutSecrets(text: string, secrets: readonly string[]): string | undefined {
  const haystack = text.toLowerCase();
  const holds = secrets.some((secret) => spellings(secret).some((s) => haystack.includes(s.toLowerCase())));
  return holds ? undefined : text;
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

/** Base64 of the secret at each of the three alignments that it can have inside a longer text. */
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
