// Processes of the engine: who works inside a folder, who is alive, and how they are ended.
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

export interface Process {
  pid: number;
  command: string;
}

/**
 * Everything whose working folder is inside. The engine gives providers process groups of their own, so that ending
 * the group of `pulumi` doesn't reach them. Linux only: elsewhere there is no /proc and the list is empty.
 */
export function processesInside(folder: string): Process[] {
  return pids().flatMap((pid) => {
    try {
      const cwd = readlinkSync(`/proc/${pid}/cwd`);
      if (cwd !== folder && !cwd.startsWith(`${folder}/`)) return [];
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
      // One that is on its way out has given its memory back, and its command line with it.
      return command === "" ? [] : [{ pid, command }];
    } catch {
      return [];
    }
  });
}

export function killInside(folder: string): void {
  for (const { pid } of processesInside(folder)) kill(pid, "SIGKILL");
}

export function killGroup(pid: number, signal: NodeJS.Signals): void {
  kill(-pid, signal);
}

export function isAlive(pid: number): boolean {
  // Where nobody reaps orphans, as in a container, a killed one stays in the table for good.
  if (stateOf(pid) === "Z") return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function kill(pid: number, signal: NodeJS.Signals) {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
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
