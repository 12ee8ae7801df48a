// `npm run bench`: how this package compares with a no-op dynamic resource and a hand-written dynamic provider.
import { mkdtempSync, realpathSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, styleText } from "node:util";
import { formatted, storedReport, writeDocs } from "./bench/docs.mts";
import { brokenIn } from "./bench/limits.mts";
import { tablesOf } from "./bench/page.mts";
import { collectedPeak, underRateLimit } from "./bench/pressure.mts";
import type { Measurement, Report } from "./bench/report.mts";
import { measureRound } from "./bench/rounds.mts";
import { subjectNames, type SubjectName } from "./bench/subjects.mts";
import { tofuOnPath } from "./bench/tofu.mts";
import { discard, opener } from "./bench/workspace.mts";
import { pulumiBin } from "./pulumi-cli.mts";

const { values: options } = parseArgs({
  options: {
    sizes: { type: "string" },
    runs: { type: "string" },
    subjects: { type: "string" },
    check: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
    // The numbers in docs/benchmarks.json, instead of measuring.
    stored: { type: "boolean", default: false },
  },
});

/** How often each size is measured. */
const quick: Record<number, number> = { 1: 1, 10: 1 };
const full: Record<number, number> = { 1: 3, 100: 5, 1000: 1 };

const report = options.stored ? storedReport() : await measured();
console.log(await formatted(tablesOf(report), "markdown"));
if (options.write) await writeDocs(report);
if (options.check) {
  const broken = brokenIn(report);
  for (const sentence of broken) console.log(styleText("red", `✗ ${sentence}`));
  if (broken.length === 0) console.log(styleText("green", "✓ All limits hold."));
  process.exitCode = broken.length === 0 ? 0 : 1;
}

async function measured(): Promise<Report> {
  if (process.platform !== "linux") throw new Error("The benchmark requires Linux: it reads /proc.");
  // --sizes measures these sizes once each, and nothing else.
  const isFull = options.sizes === undefined && (options.check || options.write);
  const runsOf = isFull ? full : quick;
  const sizes = options.sizes?.split(",").map(count) ?? Object.keys(runsOf).map(Number);
  const runs = options.runs === undefined ? undefined : count(options.runs);
  const tofu = tofuOnPath();
  const names = options.subjects?.split(",").map(subject) ?? subjectNames;
  const here = names.filter((name) => name !== "OpenTofu" || tofu);
  const scratch = mkdtempSync(join(realpathSync(tmpdir()), "model-connections-bench-"));
  process.on("exit", () => discard(scratch));
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(130));
  const open = opener(scratch, [await pulumiBin(), ...(tofu ? [tofu.tofu] : [])]);
  const measurements: Measurement[] = [];
  for (const size of sizes)
    measurements.push(...(await measureRound(size, runs ?? runsOf[size] ?? 1, here, open)));
  return {
    measuredOn: new Date().toISOString().slice(0, 10),
    machine: { cores: availableParallelism(), node: process.versions.node, platform: process.platform },
    measurements,
    collected: isFull ? { 1: await collectedPeak(open, 1), 1000: await collectedPeak(open, 1000) } : {},
    // The second limit is low enough for any machine to reach it.
    rateLimits: isFull ? [await underRateLimit(open, 200, 50), await underRateLimit(open, 60, 10)] : [],
  };
}

function count(text: string): number {
  return /^[1-9]\d*$/.test(text) ? Number(text) : refuse(`"${text}" is not a whole number of 1 or more.`);
}

function subject(text: string): SubjectName {
  const known = subjectNames.join(", ");
  return subjectNames.find((name) => name === text) ?? refuse(`"${text}" is not one of ${known}.`);
}

function refuse(message: string): never {
  console.error(message);
  process.exit(2);
}
