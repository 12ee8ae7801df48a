// The tables of a report, and docs/benchmarks.md: the text of page.md with the tables in it.
import { readFileSync } from "node:fs";
import { limits } from "./limits.mts";
import { median, runsAt, sizesIn, subjectsIn, toBaseline, type Place, type Report } from "./report.mts";
import { operations, subjects } from "./subjects.mts";

export function pageOf(report: Report): string {
  const { cores, node, platform } = report.machine;
  const parts: Record<string, string> = {
    measured: `Measured on ${report.measuredOn} (${cores} cores, Node.js ${node}, ${platform}).`,
    subjects: subjectsIn(report)
      .map((name) => `- **${name}**: ${subjects[name].about}`)
      .join("\n"),
    tables: tablesOf(report),
    limits: table(
      ["", "measured", "at most"],
      limits.map(({ what, most, of }) => [what, of(report).toFixed(2), String(most)]),
    ),
  };
  const page = readFileSync(new URL("page.md", import.meta.url), "utf8");
  return page.replaceAll(/^\{(\w+)\}/gm, (_, name: string) => parts[name] ?? "");
}

type Column = Omit<Place, "subject"> & { readonly head: string };

export function tablesOf(report: Report): string {
  const sizes = sizesIn(report);
  const grid = (columns: readonly Column[], cell: (place: Place) => string) =>
    table(
      ["", ...columns.map(({ head }) => head)],
      subjectsIn(report).map((subject) => [
        subject,
        ...columns.map((column) => cell({ ...column, subject })),
      ]),
    );
  const byOperation = (size: number) => operations.map((operation) => ({ head: operation, size, operation }));
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
  ].join("\n\n");
}

function time(report: Report, place: Place): string {
  const values = runsAt(report, place).map((run) => run.seconds);
  const range = ` (${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)})`;
  const ratio = place.subject === "no-op" ? NaN : toBaseline(report, place);
  const relative = Number.isNaN(ratio) ? "" : `, × ${ratio.toFixed(2)}`;
  return median(values).toFixed(2) + (values.length > 1 ? range : "") + relative;
}

function requests(report: Report, place: Place): string {
  const sent = Object.entries(runsAt(report, place)[0]?.requests ?? {});
  return sent.map(([kind, count]) => `${count} ${kind}`).join(", ") || "none";
}

function connections(size: number): string {
  return size === 1 ? "1 connection" : `${size} connections`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
