// Behaviour at size: ways to bring many connections up, the memory that they take, and a platform that limits requests.
import { findOrInstall } from "../installed.mts";
import { postgres } from "../postgres/programs.mts";
import { startServer } from "../postgres/server.mts";
import type { EstateOptions, OpenEstate } from "./estates.mts";
import { withoutCheckpoints, type Operation, type SubjectName } from "./subject.mts";

export interface Scale {
  readonly rateLimits: readonly RateLimit[];
  readonly ways: readonly Way[];
  readonly memory: readonly SmallYoungGeneration[];
}

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

/** What stays of the provider process's growth when V8 may not let its young generation grow. */
export interface SmallYoungGeneration {
  readonly subject: SubjectName;
  readonly size: number;
  /** Bytes, during a first up without checkpoints. */
  readonly providerPeak: number;
}

/** MiB; V8's default is 16 or 32, of which it has up to three. */
export const SMALL_YOUNG_GENERATION = { NODE_OPTIONS: "--max-semi-space-size=1" };

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

export async function inOneStack(open: OpenEstate, size: number, env: Record<string, string>): Promise<Way> {
  const way = env === withoutCheckpoints ? "one stack, without checkpoints" : "one stack";
  return { size, way, ...(await brought(open, size, {}, env)) };
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

export async function withSmallYoungGeneration(
  open: OpenEstate,
  subject: SubjectName,
  size: number,
): Promise<SmallYoungGeneration> {
  const estate = await open(subject, size);
  try {
    const { cost } = await estate.run("first up", { ...withoutCheckpoints, ...SMALL_YOUNG_GENERATION });
    return { subject, size, providerPeak: cost.providerPeak };
  } finally {
    await estate.close();
  }
}
