// Finds what a command has started and left: the engine's plugins are in groups of their own, but in the command's session.
import { readFileSync, readdirSync } from "node:fs";

/**
 * Ends everything in the session that a detached command leads. A CLI that dies of an early Ctrl-C leaves its language
 * host behind for good. Linux only: elsewhere there is no /proc, and nothing is found.
 */
export function endSession(leader: number): void {
  for (let left = members(leader); left.length > 0; left = members(leader)) left.forEach(end);
}

function members(leader: number): number[] {
  return allProcesses().filter((pid) => pid !== leader && sessionOf(pid) === leader);
}

export function allProcesses(): number[] {
  try {
    return readdirSync("/proc").map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

/** Undefined for one that has ended, or has ended and waits to be reaped, as a zombie may for good in a container. */
export function sessionOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name before it may hold anything: state, parent, group, session.
    const [state, , , session] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return state === "Z" || state === "X" ? undefined : Number(session);
  } catch {
    return undefined;
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
