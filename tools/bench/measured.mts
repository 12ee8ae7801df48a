// Runs one command to its end and measures what it and everything that it starts has cost. Linux alone tells that.
import { spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { endSession } from "../demo/session.mts";
import { onInterrupt } from "../pulumi-cli/interrupt.mts";
import { MemoryWatch, type Peaks } from "./memory.mts";

/** Seconds and bytes. */
export interface Cost extends Peaks {
  readonly wall: number;
  /** User and system time of all processes. */
  readonly cpu: number;
}

export interface Command {
  readonly args: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Whether an exit code other than 0 is an answer and no failure. */
  readonly isAnswer?: (code: number, output: string) => boolean;
}

export interface Measured {
  readonly cost: Cost;
  readonly code: number;
  readonly output: string;
}

/** `times` of the POSIX shell knows the time of all that was waited for, which the engine does for each of its plugins. */
const TIMED = '"$@" 3>&-; code=$?; times >&3; exit $code';

export async function measured({ args, cwd, env, isAnswer }: Command): Promise<Measured> {
  const started = performance.now();
  const child = spawn("/bin/sh", ["-c", TIMED, "sh", ...args], {
    cwd,
    env,
    // A session of its own, by which its processes are found.
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const leader = child.pid;
  if (leader === undefined) throw new Error(`${args[0]} could not be started.`);
  const forget = onInterrupt(() => {
    child.kill("SIGKILL");
    endSession(leader);
  });
  const watch = new MemoryWatch(leader);
  const streams = [child.stdout, child.stderr, child.stdio[3]] as Readable[];
  const texts = Promise.all(streams.map((stream) => text(stream)));
  const code = await new Promise<number>((resolve) => child.on("exit", (status) => resolve(status ?? -1)));
  const wall = (performance.now() - started) / 1000;
  const peaks = watch.stop();
  forget();
  endSession(leader);
  const [stdout = "", stderr = "", times = ""] = await texts;
  const output = stdout + stderr;
  if (code !== 0 && isAnswer?.(code, output) !== true)
    throw new Error(`${args.join(" ")} ended with ${code}:\n${output}`);
  const seconds = { wall: rounded(wall), cpu: rounded(cpuSeconds(times)) };
  return { cost: { ...seconds, ...peaks }, code, output };
}

/** Of the second line of `times`, as in `0m1.234000s 0m0.100000s`: the children. */
export function cpuSeconds(times: string): number {
  const children = times.split("\n")[1] ?? "";
  return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
    0,
  );
}

/** To milliseconds. */
function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
