// `npm run bench`: this package beside what else there is, measured in one run. Without options a quick look of some minutes.
import { styleText } from "node:util";
import Grid from "cli-table3";
import { Command, InvalidArgumentError, Option } from "commander";
import { brokenIn } from "./bench/limits.mts";
import { full, measure, quick, remeasure, scaleParts, type Plan } from "./bench/plan.mts";
import type { Report } from "./bench/report.mts";
import type { ScalePart } from "./bench/scale.mts";
import { subjectNames, type SubjectName } from "./bench/subject.mts";
import type { Table } from "./bench/table.mts";
import { tablesOf } from "./bench/tables.mts";

interface Options {
  full?: true;
  sizes?: number[];
  runs?: number;
  subjects?: SubjectName[];
  again?: ScalePart[];
  stored?: true;
  write?: true;
  check?: true;
}

const whole = (text: string): number => {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError("It has to be a whole number of 1 or more.");
  return Number(text);
};
const each =
  <T,>(parse: (text: string) => T) =>
  (text: string) =>
    text.split(",").map((part) => parse(part.trim()));
const oneOf =
  <T extends string>(known: readonly T[]) =>
  (text: string): T => {
    const found = known.find((name) => name === text);
    if (found === undefined) throw new InvalidArgumentError(`Known are ${known.join(", ")}.`);
    return found;
  };
const parts = Object.keys(scaleParts) as ScalePart[];

const options = new Command("npm run bench --")
  .description(
    "Measures this package beside a no-op dynamic provider, one by hand, OpenTofu, and an empty program.",
  )
  .option("--full", "all sizes up to 1000, the profile, and behaviour at size: what the docs show")
  .addOption(
    new Option(
      "--again <part,…>",
      `of behaviour at size, the rest from docs/benchmarks.json: ${parts.join(", ")}`,
    )
      .argParser(each(oneOf(parts)))
      .conflicts(["full", "sizes"]),
  )
  .option("--sizes <n,…>", "numbers of connections", each(whole))
  .option("--runs <n>", "runs of each", whole)
  .option("--subjects <name,…>", subjectNames.join(", "), each(oneOf(subjectNames)))
  .option("--write", "renew docs/benchmarks.*")
  .option("--check", "fail when a limit is broken")
  .addOption(
    new Option("--stored", "take docs/benchmarks.json instead of measuring").conflicts(["full", "sizes"]),
  )
  .parse()
  .opts<Options>();

if (process.platform !== "linux") throw new Error("The benchmark needs Linux, whose /proc tells memory.");
const report = await reportFor(options);
for (const table of tablesOf(report)) print(table);
if (options.write) {
  const { writeDocuments } = await import("./bench/documents.mts");
  await writeDocuments(report);
}
if (options.check) {
  const broken = brokenIn(report);
  for (const sentence of broken) console.log(styleText("red", `✗ ${sentence}`));
  if (broken.length === 0) console.log(styleText("green", "✓ All limits hold."));
  process.exitCode = broken.length === 0 ? 0 : 1;
}

/** Sizes and subjects that are asked for by name are all that is measured. */
function planFor({ full: all, sizes, runs, subjects }: Options): Plan {
  const base = all ? full : quick;
  const rounds =
    sizes?.map((size) => ({ size, runs: runs ?? 1, subjects: subjects ?? subjectNames })) ?? base.rounds;
  const changed = rounds.map((round) => ({
    ...round,
    runs: runs ?? round.runs,
    subjects:
      subjects === undefined ? round.subjects : round.subjects.filter((each) => subjects.includes(each)),
  }));
  const only = sizes !== undefined || subjects !== undefined;
  return {
    ...(only ? { profiles: [], conduct: [], languageRuns: 0, atScale: false } : base),
    rounds: changed,
  };
}

async function reportFor(chosen: Options): Promise<Report> {
  const tell = (line: string) => console.log(styleText("dim", line));
  if (!chosen.stored && !chosen.again) return measure(planFor(chosen), tell);
  const { storedReport } = await import("./bench/documents.mts");
  const report = storedReport();
  return chosen.again ? remeasure(report, chosen.again, tell) : report;
}

function print({ title, head, rows }: Table): void {
  const grid = new Grid({ head: [...head], style: { head: ["bold"] } });
  grid.push(...rows.map((row) => [...row]));
  console.log(`\n${styleText("bold", title)}\n${grid.toString()}`);
}
