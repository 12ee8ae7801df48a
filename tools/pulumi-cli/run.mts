// Runs one program to its end and reports on stderr how long it takes; stdout is only for the result.
import { spawn } from "node:child_process";
import { onInterrupt } from "../interrupt.mts";
import { endCommand } from "../processes.mts";

export interface RunOptions {
  cwd?: URL | string;
  env?: Record<string, string>;
  timeoutMs?: number;
}

export interface Result {
  /** -1 if the program could not be started, was killed, or ran out of time. */
  code: number;
  output: string;
}

const reportEveryMs = 15_000;

/** @param what is reported, as in "building the Pulumi CLI" */
export function run(what: string, [command, ...args]: Command, options: RunOptions = {}): Promise<Result> {
  const { cwd, env, timeoutMs } = options;
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      // In its own session, so that everything that it starts can be ended.
      detached: true,
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    const kill = () => endCommand(child.pid);
    const forget = onInterrupt(kill);
    const timeout = timeoutMs === undefined ? undefined : setTimeout(kill, timeoutMs);
    const started = Date.now();
    const report = setInterval(() => say(`${what}, ${secondsSince(started)} s so far`), reportEveryMs);
    const settle = (result: Result) => {
      clearTimeout(timeout);
      clearInterval(report);
      forget();
      resolve(result);
    };
    child.on("error", (error) => settle({ code: -1, output: error.message }));
    child.on("close", (code) => settle({ code: code ?? -1, output }));
  });
}

type Command = readonly [string, ...string[]];

export function say(line: string): void {
  process.stderr.write(`pulumi-cli: ${line}\n`);
}

export function secondsSince(started: number): number {
  return Math.round((Date.now() - started) / 1000);
}
