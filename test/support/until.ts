// Waits for a condition instead of for a time.

const EVERY = 5;

export async function until(
  what: string | (() => string),
  holds: () => boolean,
  withinMs = 60_000,
): Promise<void> {
  const end = Date.now() + withinMs;
  while (!holds()) {
    if (Date.now() > end)
      throw new Error(`Not seen within ${withinMs} ms: ${typeof what === "string" ? what : what()}.`);
    await new Promise((resolve) => setTimeout(resolve, EVERY));
  }
}
