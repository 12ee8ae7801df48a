/** `model-connections import`: writes a Pulumi project that takes over what is on the platform. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import type { ConnectionRecord, ConnectionsClient, ListedConnection } from "../provider/client";
import { described } from "./import/described";
import { namedUniquely } from "./import/names";
import { programText } from "./import/program-text";
import { projectFiles } from "./import/project-files";
import {
  CommandError,
  type PlatformFlags,
  clientFor,
  connectionsFor,
  saying,
  withPlatform,
} from "./platform";

interface ImportFlags extends PlatformFlags {
  readonly stdout?: boolean;
  readonly project: string;
}

/** GETs under way at one time: enough to be quick, few enough for a platform with a rate limit. */
const AT_ONCE = 8;

export function addImport(program: Command): void {
  withPlatform(program.command("import"))
    .description(
      "Write a Pulumi project that adopts the platform's connections. Nothing on the platform changes.",
    )
    .argument("[folder]", "where to write it; must be empty or new", "model-connections")
    .option("--stdout", "print the program alone instead")
    .option("--project <name>", "the project's name", "model-connections")
    .action((folder: string, flags: ImportFlags) => saying(() => runImport(folder, flags)));
}

async function runImport(folder: string, flags: ImportFlags): Promise<void> {
  if (!/^[A-Za-z0-9_.-]{1,100}$/.test(flags.project)) {
    throw new CommandError(
      "--project must be of letters, digits, dots, hyphens and underscores, 100 at most.",
    );
  }
  if (flags.stdout !== true) makeSureOfFolder(folder);
  const client = clientFor(flags);
  const records = await inFull(client, await connectionsFor(client, flags));
  const resources = namedUniquely(records.map(described));
  const program = programText(resources);
  if (flags.stdout === true) {
    process.stdout.write(program);
    return;
  }
  const files = projectFiles(flags.project, flags.host ?? "", resources, program);
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text, { flag: "wx" });
  process.stdout.write(whatNext(folder, resources));
}

function makeSureOfFolder(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new CommandError(`The folder ${folder} is not empty: name another one, or use --stdout.`);
  }
}

async function inFull(
  client: ConnectionsClient,
  listed: readonly ListedConnection[],
): Promise<ConnectionRecord[]> {
  const records: ConnectionRecord[] = [];
  for (let start = 0; start < listed.length; start += AT_ONCE) {
    const some = listed.slice(start, start + AT_ONCE);
    records.push(...(await Promise.all(some.map(({ connectionId }) => client.get(connectionId)))));
  }
  return records;
}

function whatNext(folder: string, resources: ReturnType<typeof namedUniquely>): string {
  const left = resources.filter((resource) => resource.leftOut !== undefined).length;
  const taken = resources.length - left;
  return [
    `Wrote ${taken} connection${taken === 1 ? "" : "s"} to ${folder}${left === 0 ? "" : `; ${left} left out, each with its reason in index.ts`}.`,
    `Next: follow ${join(folder, "README.md")}, which has the lines that set the keys.`,
    "",
  ].join("\n");
}
