// Where the time of one `up` goes: the moments that the probe has noted, in the order of a run.
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { OpenEstate } from "./estates.mts";
import type { SubjectName } from "./subject.mts";

/** Seconds. */
export interface Profile {
  readonly subject: SubjectName;
  readonly size: number;
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

export async function profileOf(subject: SubjectName, size: number, open: OpenEstate): Promise<Profile> {
  const file = join(tmpdir(), `model-connections-bench-probe-${process.pid}`);
  const estate = await open(subject, size);
  try {
    const started = Date.now();
    const { cost } = await estate.run("first up", { NODE_OPTIONS: `--require=${probe}`, BENCH_PROBE: file });
    const noted = readFileSync(file, "utf8").trim().split("\n");
    return {
      subject,
      size,
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
): Omit<Profile, "subject" | "size"> {
  const one = (what: string) => noted.find((each) => each.what === what) ?? { from: NaN, to: NaN };
  const hooks = noted.filter(({ what }) => what.startsWith("hook "));
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
    requests: seconds(covered(noted.filter(({ what }) => what === "request"))),
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
