// `model-connections import`: writes a Pulumi project that adopts the platform's connections.
import { join } from "node:path";
import type { Command } from "commander";
import type { ApiClient } from "../provider/api/client";
import type { ConnectionRecord, ListedConnection } from "../provider/client";
import { CommandError, reportErrors } from "./errors";
import { importedConnection } from "./import/connection";
import { assignNames, type NamedResource } from "./import/names";
import { leftOutLine, programText } from "./import/program-text";
import { projectFiles } from "./import/project-files";
import { checkFolder, writeProject } from "./import/write-project";
import { type PlatformFlags, addPlatformOptions, clientFor, matchingConnections } from "./platform";

interface ImportFlags extends PlatformFlags {
  readonly stdout?: boolean;
  readonly project: string;
}

// Enough parallel GETs to be fast, few enough for a platform with a rate limit.
const PARALLEL_GETS = 8;

/** Adds the subcommand. */
export function addImport(program: Command): void {
  addPlatformOptions(program.command("import"))
    .description(
      "Write a Pulumi project that adopts the platform's connections. Nothing on the platform changes.",
    )
    .argument("[folder]", "where to write the project; must be empty or new", "model-connections")
    .option("--stdout", "only print the program")
    .option("--project <name>", "the project's name", "model-connections")
    .action((folder: string, flags: ImportFlags) => reportErrors(() => runImport(folder, flags)));
}

async function runImport(folder: string, flags: ImportFlags): Promise<void> {
  if (!/^[A-Za-z0-9_.-]{1,100}$/.test(flags.project)) {
    throw new CommandError("--project must be 1 to 100 letters, digits, dots, hyphens and underscores.");
  }
  if (flags.stdout !== true) checkFolder(folder);
  const client = clientFor(flags);
  const records = await allDetails(client, await matchingConnections(client, flags));
  const resources = assignNames(records.map(importedConnection));
  const program = programText(resources);
  if (flags.stdout === true) {
    process.stdout.write(program);
    process.stderr.write(leftOutLines(resources));
    return;
  }
  const files = projectFiles(flags.project, flags.host ?? "", resources, program);
  writeProject(folder, files);
  process.stdout.write(summary(folder, resources));
}

async function allDetails(
  client: ApiClient,
  listed: readonly ListedConnection[],
): Promise<ConnectionRecord[]> {
  const records: ConnectionRecord[] = [];
  for (let start = 0; start < listed.length; start += PARALLEL_GETS) {
    const batch = listed.slice(start, start + PARALLEL_GETS);
    records.push(...(await Promise.all(batch.map(({ connectionId }) => client.get(connectionId)))));
  }
  return records;
}

function summary(folder: string, resources: readonly NamedResource[]): string {
  const count = resources.filter(({ leftOutReason }) => leftOutReason === undefined).length;
  return [
    `Wrote ${count} connection${count === 1 ? "" : "s"} to ${folder}.\n`,
    leftOutLines(resources),
    `Next: follow ${join(folder, "README.md")}, which has the commands that set the keys.\n`,
  ].join("");
}

function leftOutLines(resources: readonly NamedResource[]): string {
  const leftOut = resources.filter(({ leftOutReason }) => leftOutReason !== undefined);
  return leftOut.map((resource) => `${leftOutLine(resource)}\n`).join("");
}
