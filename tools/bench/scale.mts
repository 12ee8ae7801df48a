// Behaviour at size: ways to bring many connections up, the memory that they take, and a platform that limits requests.
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findOrInstall } from "../installed.mts";
import { postgres } from "../postgres/programs.mts";
import { startServer } from "../postgres/server.mts";
import type { EstateOptions, OpenEstate } from "./estates.mts";
import { environment, withoutCheckpoints, type Operation, type SubjectName } from "./subject.mts";

export interface Scale {
  /** What was measured in a run of its own, after the rest. */
  readonly apart: readonly ScalePart[];
  readonly rateLimits: readonly RateLimit[];
  readonly ways: readonly Way[];
  readonly memory: readonly Collected[];
}

export type ScalePart = Exclude<keyof Scale, "apart">;

/** Seconds. */
export interface RateLimit {
  readonly creates: number;
  readonly requestsPerSecond: number;
  /** Requests that the platform carried out, without those that it refused with 429. */
  readonly requests: number;
  readonly refused: number;
  /** From the first request to the end of the last. */
  readonly took: number;
  /** What the limit leaves at best, after the burst that it lets pass at once; or what an unlimited platform takes. */
  readonly best: number;
}

/** On a slow machine the engine may ask for less than the limit, and the time then tells nothing of the limit. */
export function wasLimited({ refused }: RateLimit): boolean {
  return refused > 0;
}

/** One way to have so many connections of this package. */
export interface Way {
  readonly size: number;
  readonly way: string;
  readonly seconds: Readonly<Partial<Record<Operation, number>>>;
  /** Bytes; of the largest where there are several. */
  readonly providerPeak: number;
}

/** The provider process during a first up without checkpoints, while V8 is made to collect twice a second. Bytes. */
export interface Collected {
  readonly subject: SubjectName;
  readonly size: number;
  readonly providerPeak: number;
  /** The most that its heap holds right after a collection. */
  readonly liveHeap: number;
}

const collector = fileURLToPath(new URL("./live-heap.cjs", import.meta.url));
const looks = ["first up", "no-change up", "refresh"] as const satisfies readonly Operation[];

export async function underRateLimit(
  open: OpenEstate,
  creates: number,
  requestsPerSecond: number,
): Promise<RateLimit> {
  const free = await requestsOf(open, creates);
  const limited = await requestsOf(open, creates, requestsPerSecond);
  return {
    creates,
    requestsPerSecond,
    requests: limited.carriedOut,
    refused: limited.refused,
    took: limited.took,
    best: Math.max(free.took, (limited.carriedOut - requestsPerSecond) / requestsPerSecond),
  };
}

/** Without checkpoints: the engine then asks for as much as it can. */
async function requestsOf(open: OpenEstate, creates: number, requestsPerSecond?: number) {
  const estate = await open("ours", creates, { platform: { requestsPerSecond } });
  try {
    await estate.run("first up", withoutCheckpoints);
    const journal = estate.emulator.journal();
    const arrivals = journal.map(({ at }) => Date.parse(at));
    const refused = journal.filter(({ status }) => status === 429).length;
    const took = (Math.max(...arrivals) - Math.min(...arrivals)) / 1000;
    return { took, refused, carriedOut: journal.length - refused };
  } finally {
    await estate.close();
  }
}

export async function inOneStack(open: OpenEstate, size: number, checkpoints: boolean): Promise<Way> {
  const way = checkpoints ? "one stack" : "one stack, without checkpoints";
  return { size, way, ...(await brought(open, size, {}, environment(checkpoints))) };
}

export async function inStacks(open: OpenEstate, size: number, stacks: number): Promise<Way> {
  const each: Awaited<ReturnType<typeof brought>>[] = [];
  for (let stack = 0; stack < stacks; stack++) each.push(await brought(open, size / stacks));
  const sum = (operation: Operation) => each.reduce((all, one) => all + (one.seconds[operation] ?? NaN), 0);
  return {
    size,
    way: `${stacks} stacks, one after the other`,
    seconds: Object.fromEntries(looks.map((operation) => [operation, sum(operation)])),
    providerPeak: Math.max(...each.map(({ providerPeak }) => providerPeak)),
  };
}

export async function onPostgres(open: OpenEstate, size: number): Promise<Way> {
  const server = await startServer(await findOrInstall(postgres));
  try {
    return {
      size,
      way: "one stack, PostgreSQL backend",
      ...(await brought(open, size, { backend: server.url })),
    };
  } finally {
    await server.stop();
  }
}

async function brought(
  open: OpenEstate,
  size: number,
  options: EstateOptions = {},
  env: Record<string, string> = {},
): Promise<Pick<Way, "seconds" | "providerPeak">> {
  const estate = await open("ours", size, options);
  try {
    const seconds: Partial<Record<Operation, number>> = {};
    const peaks: number[] = [];
    for (const operation of looks) {
      const { cost } = await estate.run(operation, env);
      seconds[operation] = cost.wall;
      peaks.push(cost.providerPeak);
    }
    return { seconds, providerPeak: Math.max(...peaks) };
  } finally {
    await estate.close();
  }
}

export async function collected(open: OpenEstate, subject: SubjectName, size: number): Promise<Collected> {
  const file = join(tmpdir(), `model-connections-bench-live-heap-${process.pid}`);
  const estate = await open(subject, size);
  try {
    const { cost } = await estate.run("first up", {
      ...withoutCheckpoints,
      NODE_OPTIONS: `--require=${collector}`,
      BENCH_LIVE_HEAP: file,
    });
    const lines = readFileSync(file, "utf8").trim().split("\n");
    return { subject, size, providerPeak: cost.providerPeak, liveHeap: Math.max(...lines.map(Number)) };
  } finally {
    rmSync(file, { force: true });
    await estate.close();
  }
}
