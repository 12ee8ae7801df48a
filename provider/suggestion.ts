/** "Did you mean": the argument, value or setting that a mistyped one most likely means. A program loads this file, so it imports nothing. */

/** Names from the API and other tools, as `plainOf` writes them. The first one that exists is meant. */
const ALSO_CALLED = new Map([
  ["name", ["connectionName"]],
  ["key", ["apiKey"]],
  ["url", ["baseUrl", "host"]],
  ["yourresourcename", ["resourceName"]],
  ["keyenv", ["apiKeyEnv"]],
  ["import", ["adopt"]],
  ["azure", ["Azure Open AI"]],
  ["claude", ["Anthropic"]],
  ["custom", ["API"]],
  ["customapi", ["API"]],
]);

/** `; did you mean "…"?`, or nothing if no name is similar. */
export function suggestion(name: string, names: readonly string[]): string {
  const found = similar(name, names);
  return found === undefined ? "" : `; did you mean "${found}"?`;
}

/** The name that is most likely meant. Case, whitespace and punctuation don't count. */
export function similar(name: string, names: readonly string[]): string | undefined {
  const plain = plainOf(name);
  const also = ALSO_CALLED.get(plain)?.find((candidate) => names.includes(candidate));
  if (also !== undefined) return also;
  const near = names
    .map((candidate) => ({ candidate, steps: distance(plain, plainOf(candidate)) }))
    .sort((a, b) => a.steps - b.steps)[0];
  // Any three letters are two steps from "API".
  const most = near === undefined ? 0 : Math.min(2, near.candidate.length / 2);
  return near !== undefined && near.steps <= most ? near.candidate : undefined;
}

/** The name for a message. What doesn't look like a name may be a key, which must not be printed. */
export function shownName(name: string): string {
  return /^[A-Za-z_]{1,24}$/.test(name)
    ? `"${name}"`
    : "a name that is not shown, because it could be a key,";
}

function plainOf(name: string): string {
  return name
    .slice(0, 64)
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}]/gu, "");
}

/** Levenshtein's distance, one row at a time. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of a.split("").entries()) {
    const next = [i + 1];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (letter === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
