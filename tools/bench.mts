// `npm run bench`: how this package compares with a no-op dynamic resource and a hand-written dynamic provider.
import { parseArgs, styleText } from "node:util";
import { formatted, storedReport, writeDocs } from "./bench/docs.mts";
import { brokenIn } from "./bench/limits.mts";
import { measure } from "./bench/measure.mts";
import { tablesOf } from "./bench/page.mts";
import type { Report } from "./bench/report.mts";
import { subjectNames, type SubjectName } from "./bench/subjects.mts";

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

/** `--sizes` measures these sizes once each, and nothing else. */
function measured(): Promise<Report> {
  const isFull = options.sizes === undefined && (options.check || options.write);
  const runsOf = isFull ? full : quick;
  const sizes = options.sizes?.split(",").map(count) ?? Object.keys(runsOf).map(Number);
  const runs = options.runs === undefined ? undefined : count(options.runs);
  const rounds = sizes.map((size) => ({ size, runs: runs ?? runsOf[size] ?? 1 }));
  const subjects = options.subjects?.split(",").map(subject) ?? subjectNames;
  return measure(rounds, subjects, isFull, (line) => console.log(styleText("dim", line)));
}

function count(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`"${text}" is not a whole number of 1 or more.`);
  return Number(text);
}

function subject(text: string): SubjectName {
  const found = subjectNames.find((name) => name === text);
  if (found === undefined) throw new Error(`"${text}" is not one of ${subjectNames.join(", ")}.`);
  return found;
}
