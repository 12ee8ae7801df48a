// Ends what a command has left running: the engine's plugins are in process groups of their own, but in the command's session.
import { readFileSync, readdirSync } from "node:fs";

/**
 * Ends everything in the session of a detached command. A CLI that dies of an early Ctrl-C never ends its language
 * host. Linux only: other systems have no /proc, and nothing is found.
 */
export function endSession(leader: number): void {
  for (let left = members(leader); left.length > 0; left = members(leader)) left.forEach(end);
}

function members(leader: number): number[] {
  try {
    return readdirSync("/proc")
      .map(Number)
      .filter((pid) => pid !== leader && sessionOf(pid) === leader);
  } catch {
    return [];
  }
}

/** Undefined for a process that has ended, also if nobody reaps it. */
function sessionOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // After the name, which may contain anything: state, parent, group, session.
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
    // It has just ended.
  }
}
