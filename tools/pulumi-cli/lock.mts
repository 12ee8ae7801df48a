// Lets one process at a time make the CLI; the others wait for it, and the lock of a dead one is taken over.
import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { onInterrupt } from "./interrupt.mts";

const beatMs = 5_000;
// For a holder whose process can't be looked up: in another container, or on another machine of a shared home.
const silentMs = 60_000;

/**
 * Only a saving of work: what is made under the lock is put in place by a rename, so that two holders, which a race
 * of three processes over a stale lock can give, make it twice and nothing else.
 */
export async function withLock<T>(file: string, waiting: () => void, work: () => Promise<T>): Promise<T> {
  const me = JSON.stringify({ pid: process.pid, host: hostname(), since: Date.now() });
  for (let told = false; !acquire(file, me);) {
    if (takeOver(file)) continue;
    if (!told) waiting();
    told = true;
    await pause(100);
  }
  const release = () => {
    if (read(file) === me) rmSync(file, { force: true });
  };
  const forget = onInterrupt(release);
  const beat = setInterval(() => touch(file), beatMs);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    forget();
    release();
  }
}

function acquire(file: string, me: string): boolean {
  // A link to a written file: nobody ever sees a lock without its holder in it.
  const own = `${file}.${String(process.pid)}`;
  writeFileSync(own, me);
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

function takeOver(file: string): boolean {
  const holder = read(file);
  if (holder === undefined) return true;
  if (!isStale(file, holder)) return false;
  const taken = `${file}.stale-${String(process.pid)}`;
  try {
    renameSync(file, taken);
    // Somebody was quicker, and this is the new holder's lock: give it back.
    if (read(taken) !== holder) linkSync(taken, file);
  } catch {
    // Taken over by another process a moment ago.
  }
  rmSync(taken, { force: true });
  return true;
}

function isStale(file: string, holder: string): boolean {
  const { pid, host } = parse(holder);
  if (host === hostname() && !isAlive(pid)) return true;
  const beaten = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  return beaten !== undefined && Date.now() - beaten > silentMs;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function parse(holder: string): { pid: number; host: string } {
  try {
    return JSON.parse(holder) as { pid: number; host: string };
  } catch {
    return { pid: 0, host: "" };
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function touch(file: string) {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // Taken from us while we were suspended: the work goes on, the rename at its end is safe.
  }
}
