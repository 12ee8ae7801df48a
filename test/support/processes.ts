// Finds, awaits and kills the processes of a test: the engine, its providers, and whatever else runs in a folder.
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

export interface Process {
  pid: number;
  command: string;
}

/**
 * Every process whose working folder is inside. The engine gives providers their own process groups, so ending the
 * group of `pulumi` doesn't reach them. Linux only: elsewhere there is no /proc and the list is empty.
 */
export function processesInside(folder: string): Process[] {
  return pids().flatMap((pid) => {
    try {
      const cwd = readlinkSync(`/proc/${pid}/cwd`);
      if (cwd !== folder && !cwd.startsWith(`${folder}/`)) return [];
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
      // A process that is ending has already released its memory, and its command line with it.
      return command === "" ? [] : [{ pid, command }];
    } catch {
      return [];
    }
  });
}

/** Waits for every process inside the folder to end; fails with the ones that are left. */
export async function untilNoneInside(folder: string, withinMs: number): Promise<void> {
  const left = () => processesInside(folder);
  await until(
    () => `the end of ${JSON.stringify(left())}`,
    () => left().length === 0,
    withinMs,
  );
}

export function killInside(folder: string): void {
  for (const { pid } of processesInside(folder)) send(pid, "SIGKILL");
}

export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  send(-pid, signal);
}

export function isAlive(pid: number): boolean {
  // Where nothing reaps orphans, as in a container, a killed process stays in the table as a zombie.
  if (stateOf(pid) === "Z") return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

const POLL_MS = 5;

/** Waits for a condition instead of for a time. */
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

function send(pid: number, signal: NodeJS.Signals) {
  try {
    process.kill(pid, signal);
  } catch {
    // The process has already ended.
  }
}

function stateOf(pid: number): string | undefined {
  try {
    return /\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1];
  } catch {
    return undefined;
  }
}

function pids(): number[] {
  try {
    return readdirSync("/proc").map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}
