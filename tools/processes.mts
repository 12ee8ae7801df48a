// Ends a detached command together with everything that it has started.
import { globSync, readFileSync } from "node:fs";

/**
 * The command's process group, and what is in its session: the engine's plugins are in groups of their own.
 * The session is found on Linux only, which has /proc.
 */
export function endCommand(pid: number | undefined): void {
  if (pid === undefined) return;
  kill(-pid);
  for (const file of globSync("/proc/[0-9]*/stat"))
    if (sessionIn(file) === pid) kill(Number(file.split("/")[2]));
}

function sessionIn(file: string): number | undefined {
  try {
    const stat = readFileSync(file, "utf8");
    // After the name, which may contain anything: state, parent, group, session.
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[3]);
  } catch {
    return undefined;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has just ended.
  }
}
