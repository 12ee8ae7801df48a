// The results of the matrix as a page of the documentation.
import { isDeepStrictEqual } from "node:util";
import type { JournalEntry } from "pulumi-model-connections/emulator";
import { FAULT_ROWS } from "./fault-rows";

/** One cell: the result of one fault in one hook. */
export interface Seen {
  readonly outcome: "done" | "failed";
  /** What the user reads; empty when nothing is reported. */
  readonly said: string;
  readonly requests: string;
  readonly platform: string;
  readonly state: string;
}

export interface Column {
  readonly title: string;
  readonly explanation: string;
  readonly cells: ReadonlyMap<string, Seen>;
}

/** The requests about one connection: `POST 1, GET 2`. */
export function requestsOf(journal: readonly JournalEntry[]): string {
  const counts = Map.groupBy(journal, (entry) => (entry.operation === "list" ? "list" : entry.method));
  return [...counts].map(([method, entries]) => `${method} ${entries.length}`).join(", ");
}

/** @param native the same columns of the native provider, some of them with fewer rows */
export function pageOf(columns: readonly Column[], native: readonly Column[]): string {
  const parts = columns.map(({ title, explanation, cells }) =>
    [`## ${title}`, explanation, table(HEADINGS, rowsOf(cells))].join("\n\n"),
  );
  return `${[HEAD, ...parts, ...nativePart(columns, native)].join("\n\n")}\n`;
}

const HEAD = `# What happens when the platform fails

\`test/faults/fault-matrix.test.ts\` generates this page on the real engine, and every run of the test compares it with what happens. Each line
is one connection whose first request of the kind met the fault; a lasting fault affects every request of the kind. Settings: \`timeoutSeconds\`
16, which gives each attempt 4 s, and \`maxRetries\` 1.`;

const NATIVE_HEAD = `## Native provider: rows that differ

The native provider meets the same faults from a YAML program.`;

const HEADINGS = ["fault", "outcome", "requests", "on the platform", "in state", "what the user reads"];

function rowsOf(cells: ReadonlyMap<string, Seen>): string[][] {
  return FAULT_ROWS.map(({ name, title }) => {
    const seen = cells.get(name);
    if (seen === undefined) throw new Error(`the matrix has no cell for ${name}`);
    return [title, ...textsOf(seen)];
  });
}

function textsOf({ outcome, requests, platform, state, said }: Seen): string[] {
  return [outcome, requests, platform, state, said];
}

/** The rows of the native provider that differ, and which rows it ran. */
function nativePart(columns: readonly Column[], native: readonly Column[]): string[] {
  const differing = native.flatMap((column, index) =>
    FAULT_ROWS.flatMap(({ name, title }) => {
      const own = column.cells.get(name);
      const texts = own === undefined ? [] : textsOf(own);
      const isSame = own === undefined || isDeepStrictEqual(own, columns[index]?.cells.get(name));
      return isSame ? [] : [[column.title, title, ...texts]];
    }),
  );
  const head = [NATIVE_HEAD, ...partsRun(native)].join(" ");
  if (differing.length === 0) return [`${head} No row differs.`];
  return [`${head} These rows differ; all others are the same.`, table(["hook", ...HEADINGS], differing)];
}

function partsRun(native: readonly Column[]): string[] {
  return native.flatMap(({ title, cells }) => {
    const run = FAULT_ROWS.filter(({ name }) => cells.has(name)).map((row) => `"${row.title}"`);
    return run.length === FAULT_ROWS.length ? [] : [`Of "${title}" it runs only ${run.join(", ")}.`];
  });
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const shown = [headings, ...rows].map(
    (cells) => `| ${cells.map((text) => text.replace(/\|/g, "\\|")).join(" | ")} |`,
  );
  shown.splice(1, 0, `| ${headings.map(() => "---").join(" | ")} |`);
  return shown.join("\n");
}
