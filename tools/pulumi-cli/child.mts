// Runs one program to its end, in a process group of its own so that nothing of it survives a time limit or an interruption.
import { spawn } from "node:child_process";
import { onInterrupt } from "./interrupt.mts";

export interface ChildOptions {
  cwd?: URL | string;
  env?: Record<string, string>;
  timeoutMs?: number;
}

export interface ChildResult {
  /** -1 when the program could not be started, was killed, or ran out of time. */
  code: number;
  output: string;
}

export function runChild(command: string, args: string[], options: ChildOptions = {}): Promise<ChildResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    let output = "";
    const gather = (chunk: Buffer) => void (output += chunk.toString());
    child.stdout.on("data", gather);
    child.stderr.on("data", gather);

    const killGroup = () => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
      } catch {
        // It has just ended by itself.
      }
    };
    const forget = onInterrupt(killGroup);
    const limit = options.timeoutMs === undefined ? undefined : setTimeout(killGroup, options.timeoutMs);
    const settle = (result: ChildResult) => {
      clearTimeout(limit);
      forget();
      resolve(result);
    };
    child.on("error", (error) => settle({ code: -1, output: error.message }));
    child.on("close", (code) => settle({ code: code ?? -1, output }));
  });
}
