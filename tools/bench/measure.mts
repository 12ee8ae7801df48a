// Carries out a run of the benchmark.
import { mkdtempSync, realpathSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { pulumiBin } from "../pulumi-cli.mts";
import { collectedPeak, underRateLimit } from "./pressure.mts";
import type { Measurement, Report } from "./report.mts";
import { measureRound, type Round } from "./rounds.mts";
import type { SubjectName } from "./subjects.mts";
import { tofuOnPath } from "./tofu.mts";
import { discard, opener } from "./workspace.mts";

/** @param pressure whether to measure memory while garbage is collected, and rate limits */
export async function measure(
  rounds: readonly Round[],
  subjects: readonly SubjectName[],
  pressure: boolean,
  tell: (line: string) => void,
): Promise<Report> {
  if (process.platform !== "linux") throw new Error("The benchmark requires Linux: it reads /proc.");
  const scratch = mkdtempSync(join(realpathSync(tmpdir()), "model-connections-bench-"));
  process.on("exit", () => discard(scratch));
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(130));
  const tofu = tofuOnPath();
  const open = opener(scratch, [await pulumiBin(), ...(tofu ? [tofu.tofu] : [])]);
  const names = subjects.filter((name) => name !== "OpenTofu" || tofu);
  const measurements: Measurement[] = [];
  for (const round of rounds) measurements.push(...(await measureRound(round, names, open, tell)));
  if (pressure) tell("memory while garbage is collected, and rate limits");
  return {
    measuredOn: new Date().toISOString().slice(0, 10),
    machine: { cores: availableParallelism(), node: process.versions.node, platform: process.platform },
    measurements,
    collected: pressure ? { 1: await collectedPeak(open, 1), 1000: await collectedPeak(open, 1000) } : {},
    // The second limit is low enough for any machine to reach it.
    rateLimits: pressure ? [await underRateLimit(open, 200, 50), await underRateLimit(open, 60, 10)] : [],
  };
}
