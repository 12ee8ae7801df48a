/** `model-connections list`: the platform's connections as a table, or as JSON for scripts. */
import type { Command } from "commander";
import Table from "cli-table3";
import type { ListedConnection } from "../provider/client";
import { printable } from "../provider/printable";
import { type PlatformFlags, clientFor, connectionsFor, saying, withPlatform } from "./platform";

export function addList(program: Command): void {
  withPlatform(program.command("list"))
    .description("Show the platform's connections, by name.")
    .option("--json", "print JSON for scripts")
    .action((flags: PlatformFlags & { json?: boolean }) =>
      saying(async () => {
        const connections = await connectionsFor(clientFor(flags), flags);
        process.stdout.write(
          `${flags.json === true ? JSON.stringify(connections, null, 2) : tableOf(connections)}\n`,
        );
      }),
    );
}

/** Plain columns without colour or lines, so that it can be read, piped and compared. */
export function tableOf(connections: readonly ListedConnection[]): string {
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
