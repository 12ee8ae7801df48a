// Waits for a condition, or for the processes inside a folder to end, instead of for a time.
import { processesInside } from "../../tools/processes.mts";

export { type Process, isAlive, killInside, processesInside, sendSignal } from "../../tools/processes.mts";

const POLL_MS = 5;

/** Waits for every process inside the folder to end; fails with the ones that are left. */
export async function untilNoneInside(folder: string, withinMs: number): Promise<void> {
  const left = () => processesInside(folder);
  await until(
    () => `the end of ${JSON.stringify(left())}`,
    () => left().length === 0,
    withinMs,
  );
}

export async function until(
  what: string | (() => string),
  holds: () => boolean,
  withinMs = 60_000,
): Promise<void> {
  const end = Date.now() + withinMs;
  while (!holds()) {
    if (Date.now() > end)
      throw new Error(`Not seen within ${withinMs} ms: ${typeof what === "string" ? what : what()}.`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
