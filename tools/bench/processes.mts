// Finds the processes that work inside a folder, measures their memory and ends them. Needs Linux's /proc.
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** The engine gives providers process groups of their own, but they keep the working folder. Peaks are in bytes. */
export function processesInside(folder: string) {
  return readdirSync("/proc").flatMap((name) => {
    try {
      const pid = Number(name);
      if (!Number.isInteger(pid) || !`${readlinkSync(`/proc/${pid}/cwd`)}/`.startsWith(`${folder}/`))
        return [];
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      const status = readFileSync(`/proc/${pid}/status`, "utf8");
      return [{ pid, command, peak: Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024 }];
    } catch {
      // It has ended, or it belongs to another user.
      return [];
    }
  });
}

export function endInside(folder: string): void {
  for (const { pid } of processesInside(folder)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has ended.
    }
  }
}
