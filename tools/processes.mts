// The only way to find and end processes: those that work inside a folder, and a command with everything that it started.
// Linux only: elsewhere there is no /proc, and only a command's own group is found.
import { globSync, readFileSync, readlinkSync } from "node:fs";

export interface Process {
  readonly pid: number;
  readonly command: string;
}

/** The engine gives providers process groups of their own, but they keep the working folder. */
export function processesInside(folder: string): Process[] {
  return pids().flatMap((pid) => {
    const cwd = fromProc(() => readlinkSync(`/proc/${pid}/cwd`));
    if (cwd === undefined || !`${cwd}/`.startsWith(`${folder}/`)) return [];
    const command = fromProc(() => readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim());
    // A process that is ending has already released its memory, and its command line with it.
    return command === undefined || command === "" ? [] : [{ pid, command }];
  });
}

export function killInside(folder: string): void {
  for (const { pid } of processesInside(folder)) sendSignal(pid, "SIGKILL");
}

/**
 * Ends a detached command: its process group, and what is in its session, because the engine's plugins are in groups of
 * their own. Other processes may work in the same folder.
 */
export function endCommand(pid: number | undefined): void {
  if (pid === undefined) return;
  sendSignal(-pid, "SIGKILL");
  for (const other of pids()) if (statOf(other)?.session === pid) sendSignal(other, "SIGKILL");
}

/** @param pid negative for a process group */
export function sendSignal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has already ended.
  }
}

/** Where nothing reaps orphans, for example in a container, a killed process stays in the table as a zombie, which is not alive. */
export function isAlive(pid: number): boolean {
  if (statOf(pid)?.state === "Z") return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** The most memory that a process has used, in bytes. */
export function peakMemory(pid: number): number {
  return kibibytes(`/proc/${pid}/status`, /^VmHWM:\s+(\d+) kB/m) * 1024;
}

/** The memory that a process uses, in bytes. What it shares with others counts in parts. */
export function memory(pid: number): number {
  return kibibytes(`/proc/${pid}/smaps_rollup`, /^Pss:\s+(\d+) kB/m) * 1024;
}

function kibibytes(file: string, line: RegExp): number {
  return Number(line.exec(fromProc(() => readFileSync(file, "utf8")) ?? "")?.[1] ?? 0);
}

function pids(): number[] {
  return globSync("/proc/[0-9]*").map((path) => Number(path.slice("/proc/".length)));
}

/** After the name, which may contain anything, come state, parent, group and session. */
function statOf(pid: number): { state: string | undefined; session: number } | undefined {
  const stat = fromProc(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  if (stat === undefined) return undefined;
  const [state, , , session] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return { state, session: Number(session) };
}

/** Undefined if the process has ended or belongs to another user. */
function fromProc(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
