// `npm run bench`: how this package compares with a no-op dynamic resource and a hand-written dynamic provider.
import { mkdtempSync, realpathSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, styleText } from "node:util";
import { formatted, storedReport, writeDocs } from "./bench/docs.mts";
import { brokenIn } from "./bench/limits.mts";
import { tablesOf } from "./bench/page.mts";
import { collectedPeak, underRateLimit } from "./bench/pressure.mts";
import type { Measured, Measurement, Report } from "./bench/report.mts";
import { measureRound } from "./bench/rounds.mts";
import { comparisons, type SubjectName } from "./bench/subjects.mts";
import { tofuOnPath } from "./bench/tofu.mts";
import { discard, opener, type Open } from "./bench/workspace.mts";
import { languageHostBin, pulumiBin } from "./pulumi-cli.mts";

const { values: options } = parseArgs({
  options: {
    sizes: { type: "string" },
    runs: { type: "string" },
    subjects: { type: "string" },
    check: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
    // Only the native provider beside the dynamic one. All other numbers are those in docs/benchmarks.json.
    languages: { type: "boolean", default: false },
    // The numbers in docs/benchmarks.json, instead of measuring.
    stored: { type: "boolean", default: false },
  },
});

/** How often each size is measured. */
const quick: Runs = { 1: 1, 10: 1 };
const full: Runs = { 1: 3, 100: 5, 1000: 1 };
const languages: Runs = { 100: 5 };

type Runs = Readonly<Record<number, number>>;

/** The subjects to measure, each in its comparison; undefined for all. */
const subjectsChosen = options.subjects?.split(",").map(subject);

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
  const tofu = tofuOnPath();
  const scratch = mkdtempSync(join(realpathSync(tmpdir()), "model-connections-bench-"));
  process.on("exit", () => discard(scratch));
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(130));
  const bins = [await pulumiBin(), await languageHostBin("yaml"), ...(tofu ? [tofu.tofu] : [])];
  const open = opener(scratch, bins);
  if (options.languages)
    return { ...storedReport(), languages: await compare(open, comparisons.languages.subjects, languages) };
  // --sizes measures these sizes once each, and nothing else.
  const isFull = options.sizes === undefined && (options.check || options.write);
  const here = comparisons.providers.subjects.filter((name) => name !== "OpenTofu" || tofu);
  return {
    ...(await compare(open, here, isFull ? full : quick)),
    languages: await compare(open, comparisons.languages.subjects, isFull ? languages : {}),
    collected: isFull ? { 1: await collectedPeak(open, 1), 1000: await collectedPeak(open, 1000) } : {},
    // The second limit is low enough for any machine to reach it.
    rateLimits: isFull ? [await underRateLimit(open, 200, 50), await underRateLimit(open, 60, 10)] : [],
  };
}

async function compare(open: Open, all: readonly SubjectName[], runsOf: Runs): Promise<Measured> {
  const known = Object.keys(runsOf);
  const sizes = known.length === 0 ? [] : (options.sizes?.split(",").map(count) ?? known.map(Number));
  const runs = options.runs === undefined ? undefined : count(options.runs);
  const chosen = all.filter((name) => subjectsChosen?.includes(name) ?? true);
  const measurements: Measurement[] = [];
  for (const size of sizes)
    measurements.push(...(await measureRound(size, runs ?? runsOf[size] ?? 1, chosen, open)));
  return {
    measuredOn: new Date().toISOString().slice(0, 10),
    machine: { cores: availableParallelism(), node: process.versions.node, platform: process.platform },
    measurements,
  };
}

function count(text: string): number {
  return /^[1-9]\d*$/.test(text) ? Number(text) : refuse(`"${text}" is not a whole number of 1 or more.`);
}

function subject(text: string): SubjectName {
  const known = Object.values(comparisons).flatMap(({ subjects }): readonly SubjectName[] => subjects);
  return known.find((name) => name === text) ?? refuse(`"${text}" is not one of ${known.join("; ")}.`);
}

function refuse(message: string): never {
  console.error(message);
  process.exit(2);
}
