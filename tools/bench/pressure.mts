// Measures only this package under pressure: V8 collects garbage twice a second, or the platform limits requests.
import { fileURLToPath } from "node:url";
import type { Open } from "./workspace.mts";

export type RateLimit = Awaited<ReturnType<typeof underRateLimit>>;

/** The engine then writes its state once, at the end, and calls the hooks as fast as it can. */
const withoutCheckpoints = { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" };
const collector = fileURLToPath(new URL("collect.cjs", import.meta.url));

export async function collectedPeak(open: Open, size: number): Promise<number> {
  const { run, close } = await open("ours", size);
  const NODE_OPTIONS = `--expose-gc --require=${collector}`;
  const { providerPeak } = await run("first up", { ...withoutCheckpoints, NODE_OPTIONS });
  await close();
  return providerPeak;
}

/** `took` is in seconds, from the first request to the last. */
export async function underRateLimit(open: Open, creates: number, requestsPerSecond: number) {
  const free = await firstUp(open, creates);
  const { took, refused, accepted } = await firstUp(open, creates, requestsPerSecond);
  // What the limit allows after its first burst, or what the same run takes on a platform without a limit.
  const best = Math.max(free.took, (accepted - requestsPerSecond) / requestsPerSecond);
  return { creates, requestsPerSecond, refused, took, best };
}

async function firstUp(open: Open, creates: number, requestsPerSecond?: number) {
  const { run, emulator, close } = await open("ours", creates, { requestsPerSecond });
  await run("first up", withoutCheckpoints);
  const journal = emulator.journal();
  await close();
  const moments = journal.map(({ at }) => Date.parse(at));
  const refused = journal.filter(({ status }) => status === 429).length;
  const took = (Math.max(...moments) - Math.min(...moments)) / 1000;
  return { took, refused, accepted: journal.length - refused };
}
