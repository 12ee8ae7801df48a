// Runs one program to its end and reports on stderr how long it takes; stdout is only for the result.
import { spawn } from "node:child_process";
import { onInterrupt } from "../interrupt.mts";
import { endCommand } from "../processes.mts";
import { cleanEnvironment } from "../clean-environment.mts";

export interface RunOptions {
  cwd?: URL | string;
  /** In addition to the clean environment. */
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
export function run(what: string, command: Command, options: RunOptions = {}): Promise<Result> {
  return reportProgress(what, runSilently(command, options));
}

export async function reportProgress<T>(what: string, work: Promise<T>): Promise<T> {
  const started = Date.now();
  const report = setInterval(() => say(`${what}, ${secondsSince(started)} s so far`), reportEveryMs);
  try {
    return await work;
  } finally {
    clearInterval(report);
  }
}

function runSilently([command, ...args]: Command, { cwd, env, timeoutMs }: RunOptions): Promise<Result> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...cleanEnvironment(), ...env },
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
    const settle = (result: Result) => {
      clearTimeout(timeout);
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
