/** "Did you mean": the argument that a mistyped name or an API name most likely means. */

/** Names from the API and other tools, without case and underscores. */
const ALSO_CALLED = new Map([
  ["name", "connectionName"],
  ["key", "apiKey"],
  ["url", "baseUrl"],
  ["yourresourcename", "resourceName"],
  ["keyenv", "apiKeyEnv"],
  ["import", "adopt"],
]);

/** `; did you mean "…"?`, or nothing if no argument is similar. */
export function suggestion(name: string, names: readonly string[]): string {
  const plain = plainOf(name);
  const near = names
    .map((candidate) => ({ candidate, steps: distance(plain, plainOf(candidate)) }))
    .sort((a, b) => a.steps - b.steps)[0];
  const found =
    ALSO_CALLED.get(plain) ?? (near !== undefined && near.steps <= 2 ? near.candidate : undefined);
  return found === undefined ? "" : `; did you mean "${found}"?`;
}

function plainOf(name: string): string {
  return name.slice(0, 64).toLowerCase().replace(/[_-]/g, "");
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
