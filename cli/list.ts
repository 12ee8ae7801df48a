// `model-connections list`: the platform's connections as a table, or as JSON for scripts.
import Table from "cli-table3";
import type { Command } from "commander";
import { printable } from "../provider/printable";
import type { ListedConnection } from "../provider/client";
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
  const text = flags.json === true ? JSON.stringify(connections, null, 2) : tableOf(connections);
  process.stdout.write(`${text}\n`);
}

// Plain columns without colour or lines: easy to read, pipe and compare.
function tableOf(connections: readonly ListedConnection[]): string {
  if (connections.length === 0) return "No connections.";
  const table = new Table({
    head: ["NAME", "PROVIDER", "MODEL", "STATUS", "ID", "CREATED"],
    style: { head: [], border: [], compact: true, "padding-left": 0, "padding-right": 2 },
    chars: Object.fromEntries(LINES.map((line) => [line, ""])),
  });
  for (const { connectionName, provider, model, status, connectionId, createdOn } of connections) {
    table.push(
      [connectionName, provider, model ?? "-", status ?? "-", connectionId, createdOn ?? "-"].map(printable),
    );
  }
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

const LINES = [
  ...["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"],
  ...["left", "left-mid", "mid", "mid-mid", "right", "right-mid", "middle"],
];
