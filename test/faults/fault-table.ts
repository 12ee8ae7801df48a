// The results of the matrix as a page of the documentation.
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

export function pageOf(columns: readonly Column[]): string {
  const parts = columns.map(({ title, explanation, cells }) =>
    [`## ${title}`, explanation, table(cells)].join("\n\n"),
  );
  return `${[HEAD, ...parts].join("\n\n")}\n`;
}

const HEAD = `# What happens when the platform fails

\`test/faults/fault-matrix.test.ts\` generates this page on the real engine, and every run of the test compares it with what happens. Each line
is one connection whose first request of the kind met the fault; a lasting fault affects every request of the kind. Settings: \`timeoutSeconds\`
16, which gives each attempt 4 s, and \`maxRetries\` 1.`;

function table(cells: ReadonlyMap<string, Seen>): string {
  const rows = FAULT_ROWS.map(({ name, title }) => {
    const seen = cells.get(name);
    if (seen === undefined) throw new Error(`the matrix has no cell for ${name}`);
    return [title, seen.outcome, seen.requests, seen.platform, seen.state, seen.said];
  });
  const lines = [
    ["fault", "outcome", "requests", "on the platform", "in state", "what the user reads"],
    ...rows,
  ];
  const shown = lines.map(
    (cellsOfLine) => `| ${cellsOfLine.map((text) => text.replace(/\|/g, "\\|")).join(" | ")} |`,
  );
  shown.splice(1, 0, `| ${rows[0]?.map(() => "---").join(" | ") ?? ""} |`);
  return shown.join("\n");
}
