// `model-connections list`: the platform's connections as a table, or as JSON for scripts.
import type { Command } from "commander";
import stringWidth from "string-width";
import { printable, printableJson } from "../provider/printable";
import type { ListedConnection } from "../provider/client";
import { ONE_COLUMN_EACH } from "./ascii";
import { reportErrors } from "./errors";
import { type PlatformFlags, addPlatformOptions, clientFor, matchingConnections } from "./platform";

interface ListFlags extends PlatformFlags {
  readonly json?: boolean;
}

/** Adds the subcommand. */
export function addList(program: Command): void {
  addPlatformOptions(program.command("list"))
    .description("Show the platform's connections, sorted by name.")
    .option("--json", "print JSON for scripts")
    .action((flags: ListFlags) => reportErrors(() => runList(flags)));
}

async function runList(flags: ListFlags): Promise<void> {
  const connections = await matchingConnections(clientFor(flags), flags);
  const text = flags.json === true ? printableJson(connections) : tableOf(connections);
  process.stdout.write(`${text}\n`);
}

const HEAD = ["NAME", "PROVIDER", "MODEL", "STATUS", "ID", "CREATED"];

/** Plain columns without colour or lines: easy to read, pipe and compare. */
export function tableOf(connections: readonly ListedConnection[]): string {
  if (connections.length === 0) return "No connections.";
  const rows = connections.map(({ connectionName, provider, model, status, connectionId, createdOn }) =>
    [connectionName, provider, model ?? "-", status ?? "-", connectionId, createdOn ?? "-"].map(printable),
  );
  const widths = HEAD.map((title, column) =>
    rows.reduce((widest, row) => Math.max(widest, columnsOf(row[column] ?? "")), title.length),
  );
  return [HEAD, ...rows].map((row) => lineOf(row, widths)).join("\n");
}

function columnsOf(text: string): number {
  return ONE_COLUMN_EACH.test(text) ? text.length : stringWidth(text);
}

function lineOf(row: readonly string[], widths: readonly number[]): string {
  const cells = row.map(
    (cell, column) => cell + " ".repeat(Math.max(0, (widths[column] ?? 0) - columnsOf(cell))),
  );
  return cells.join("  ").trimEnd();
}
