// Behaviour at size: against a platform that limits requests, and with the engine's checkpoints left out.
import type { OpenEstate } from "./estates.mts";

export interface Scale {
  readonly rateLimits: readonly RateLimit[];
  readonly checkpoints: readonly Checkpoints[];
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

/** Seconds of the first `up` with the engine's checkpoints and without. */
export interface Checkpoints {
  readonly size: number;
  readonly with: number;
  readonly without: number;
}

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

async function requestsOf(open: OpenEstate, creates: number, requestsPerSecond?: number) {
  const estate = await open("ours", creates, { requestsPerSecond });
  try {
    await estate.run("first up");
    const journal = estate.emulator.journal();
    const arrivals = journal.map(({ at }) => Date.parse(at));
    const refused = journal.filter(({ status }) => status === 429).length;
    const took = (Math.max(...arrivals) - Math.min(...arrivals)) / 1000;
    return { took, refused, carriedOut: journal.length - refused };
  } finally {
    await estate.close();
  }
}

/** @param withThem seconds that the same took with them */
export async function withoutCheckpoints(
  open: OpenEstate,
  size: number,
  withThem: number,
): Promise<Checkpoints> {
  const estate = await open("ours", size);
  try {
    const env = { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" };
    const { cost } = await estate.run("first up", env);
    return { size, with: withThem, without: cost.wall };
  } finally {
    await estate.close();
  }
}
