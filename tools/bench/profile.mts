// Where the time of one `up` goes: the moments that the probe has noted, in the order of a run.
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { OpenEstate } from "./estates.mts";
import { environment, type SubjectName } from "./subject.mts";

export interface ProfileOf {
  readonly subject: SubjectName;
  readonly size: number;
  /** Whether the engine writes its state after each step, as it does unless told otherwise. */
  readonly checkpoints: boolean;
}

/** Seconds. */
export interface Profile extends ProfileOf {
  readonly whole: number;
  /** Until the program's Node runs: the engine and its language host. */
  readonly engineStart: number;
  /** From there to the program's first line: Node and the SDK. */
  readonly programStart: number;
  /** The program's own lines, with what they load. */
  readonly program: number;
  /** From the start of the provider's Node to its port: Node and the SDK. */
  readonly providerStart: number;
  /** From the start of the command to the first hook. */
  readonly firstHook: number;
  /** Loading of the hooks. */
  readonly hooksLoad: number;
  /** Time in which at least one hook was at work, and one request under way. */
  readonly hooks: number;
  readonly requests: number;
  /** The most requests that were under way at one moment; a number. */
  readonly atOnce: number;
  /** From the first hook to the last one's end. */
  readonly working: number;
  /** From the last hook's end to the end of the command. */
  readonly end: number;
}

interface Noted {
  readonly what: string;
  readonly from: number;
  readonly to: number;
}

const probe = fileURLToPath(new URL("./probe.cjs", import.meta.url));

export async function profileOf(which: ProfileOf, open: OpenEstate): Promise<Profile> {
  const file = join(tmpdir(), `model-connections-bench-probe-${process.pid}`);
  const estate = await open(which.subject, which.size);
  try {
    const started = Date.now();
    const { cost } = await estate.run("first up", {
      NODE_OPTIONS: `--require=${probe}`,
      BENCH_PROBE: file,
      ...environment(which.checkpoints),
    });
    const noted = readFileSync(file, "utf8").trim().split("\n");
    return {
      ...which,
      ...phases(
        started,
        cost.wall,
        noted.map((line) => JSON.parse(line) as Noted),
      ),
    };
  } finally {
    rmSync(file, { force: true });
    await estate.close();
  }
}

/** @param started milliseconds since 1970, as all that was noted */
export function phases(
  started: number,
  whole: number,
  noted: readonly Noted[],
): Omit<Profile, keyof ProfileOf> {
  const one = (what: string) => noted.find((each) => each.what === what) ?? { from: NaN, to: NaN };
  const hooks = noted.filter(({ what }) => what.startsWith("hook "));
  const requests = noted.filter(({ what }) => what === "request");
  const firstHook = Math.min(...hooks.map(({ from }) => from));
  const lastHook = Math.max(...hooks.map(({ to }) => to));
  const seconds = (milliseconds: number) => Math.round(milliseconds) / 1000;
  return {
    whole: seconds(whole * 1000),
    engineStart: seconds(one("program process").from - started),
    programStart: seconds(one("program text").from - one("program process").from),
    program: seconds(one("program text").to - one("program text").from),
    providerStart: seconds(one("provider serves").from - one("provider process").from),
    firstHook: seconds(firstHook - started),
    hooksLoad: seconds(one("hooks loaded").to - one("hooks loaded").from),
    hooks: seconds(covered(hooks)),
    requests: seconds(covered(requests)),
    atOnce: mostAtOnce(requests),
    working: seconds(lastHook - firstHook),
    end: seconds(started + whole * 1000 - lastHook),
  };
}

/** How much time the spans cover together. */
export function covered(spans: readonly { from: number; to: number }[]): number {
  let [sum, end] = [0, -Infinity];
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    sum += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return sum;
}

/** How many of the spans there are at the moment that has the most of them. */
export function mostAtOnce(spans: readonly { from: number; to: number }[]): number {
  const turns = spans.flatMap(({ from, to }) => [
    { at: from, by: 1 },
    { at: to, by: -1 },
  ]);
  let [now, most] = [0, 0];
  // One that ends makes room for one that begins at the same moment.
  for (const { by } of turns.toSorted((a, b) => a.at - b.at || a.by - b.by)) {
    now += by;
    most = Math.max(most, now);
  }
  return most;
}
