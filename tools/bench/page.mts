// The tables of a report, and docs/benchmarks.md: the text of page.md with the tables in it.
import { readFileSync } from "node:fs";
import { limits } from "./limits.mts";
import {
  median,
  runsAt,
  sizesIn,
  subjectsIn,
  toBaseline,
  type Measured,
  type Measurement,
  type Place,
  type Report,
} from "./report.mts";
import { baselineOf, operations, subjects } from "./subjects.mts";

export function pageOf(report: Report): string {
  const parts: Record<string, string> = {
    measured: whenAndWhere(report),
    subjects: subjectsOf(report),
    tables: tablesOf({ ...report, languages: { ...report.languages, measurements: [] } }),
    languagesMeasured: whenAndWhere(report.languages),
    languagesSubjects: subjectsOf(report.languages),
    languages: languagesOf(report.languages).join("\n\n"),
    limits: table(
      ["", "measured", "at most"],
      limits.map(({ what, most, of }) => [what, of(report).toFixed(2), String(most)]),
    ),
  };
  const page = readFileSync(new URL("page.md", import.meta.url), "utf8");
  return page.replaceAll(/\{(\w+)\}/g, (_, name: string) => parts[name] ?? "");
}

function whenAndWhere({ measuredOn, machine }: Measured): string {
  return `Measured on ${measuredOn} (${machine.cores} cores, Node.js ${machine.node}, ${machine.platform}).`;
}

function subjectsOf(report: Measured): string {
  return subjectsIn(report)
    .map((name) => `- **${name}**: ${subjects[name].about}`)
    .join("\n");
}

type Column = Omit<Place, "subject"> & { readonly head: string };

/** Everything that was measured. */
export function tablesOf(report: Report): string {
  return [...providersOf(report), ...languagesOf(report.languages)].join("\n\n");
}

function providersOf(report: Measured): string[] {
  const sizes = sizesIn(report);
  if (sizes.length === 0) return [];
  const grid = gridOf(report);
  const bySize = sizes.map((size) => ({ head: connections(size), size, operation: "first up" }) as const);
  const largest = sizes.at(-1) ?? 1;
  return [
    ...sizes.flatMap((size) => [
      `## Time with ${connections(size)}`,
      "Seconds: the median, the range of several runs, and the ratio to the no-op baseline.",
      grid(byOperation(size), (place) => time(report, place)),
    ]),
    `## Requests with ${connections(largest)}`,
    grid(byOperation(largest), (place) => requests(report, place)),
    "## State: bytes for each connection",
    grid(bySize, (place) => median(runsAt(report, place).map((run) => run.stateBytes)).toFixed(0)),
    "## Memory: peak of the provider process in a first up, MiB",
    grid(bySize, (place) =>
      median(runsAt(report, place).map((run) => run.providerPeak / 1024 ** 2)).toFixed(0),
    ),
  ];
}

function languagesOf(report: Measured): string[] {
  return sizesIn(report).flatMap((size) => [
    `### Time and memory in each language, ${connections(size)}`,
    "Seconds, and the ratio to the dynamic provider from TypeScript.",
    gridOf(report)(byOperation(size), (place) => time(report, place)),
    "The most memory of all processes together (engine, language host, program, provider), MiB.",
    gridOf(report)(byOperation(size), (place) => totalMemory(report, place)),
  ]);
}

function byOperation(size: number): Column[] {
  return operations.map((operation) => ({ head: operation, size, operation }));
}

/** A row for each subject. */
function gridOf(report: Measured) {
  return (columns: readonly Column[], cell: (place: Place) => string) =>
    table(
      ["", ...columns.map(({ head }) => head)],
      subjectsIn(report).map((subject) => [
        subject,
        ...columns.map((column) => cell({ ...column, subject })),
      ]),
    );
}

function time(report: Measured, place: Place): string {
  const values = runsAt(report, place).map((run) => run.seconds);
  const range = ` (${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)})`;
  const relative = relativeTo(report, place, (run) => run.seconds);
  return median(values).toFixed(2) + (values.length > 1 ? range : "") + relative;
}

function totalMemory(report: Measured, place: Place): string {
  const most = (run: Measurement) => run.totalPeak;
  const value = median(runsAt(report, place).map((run) => most(run) / 1024 ** 2));
  return value.toFixed(0) + relativeTo(report, place, most);
}

function relativeTo(report: Measured, place: Place, of: (run: Measurement) => number): string {
  const ratio = baselineOf(place.subject) === place.subject ? NaN : toBaseline(report, place, of);
  return Number.isNaN(ratio) ? "" : `, × ${ratio.toFixed(2)}`;
}

function requests(report: Measured, place: Place): string {
  const sent = Object.entries(runsAt(report, place)[0]?.requests ?? {});
  return sent.map(([kind, count]) => `${count} ${kind}`).join(", ") || "none";
}

function connections(size: number): string {
  return size === 1 ? "1 connection" : `${size} connections`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
