// Says on stderr what takes long and how long it has taken so far, so that stdout stays the answer alone.
const tickMs = 20_000;

export function say(line: string): void {
  process.stderr.write(`pulumi-cli: ${line}\n`);
}

export async function sayingProgress<T>(
  what: string,
  work: () => Promise<T>,
  firstAfterMs = tickMs,
): Promise<T> {
  const started = Date.now();
  const report = () => say(`${what}, ${secondsSince(started)} s so far`);
  let ticks: NodeJS.Timeout | undefined;
  const first = setTimeout(() => {
    report();
    ticks = setInterval(report, tickMs);
  }, firstAfterMs);
  try {
    return await work();
  } finally {
    clearTimeout(first);
    clearInterval(ticks);
  }
}

export function secondsSince(started: number): number {
  return Math.round((Date.now() - started) / 1000);
}
