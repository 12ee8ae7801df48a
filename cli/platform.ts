/** The platform that a command asks, and its connections by the filters that the command line gives. */
import type { Command } from "commander";
import { Option } from "commander";
import {
  ConnectionsApiError,
  ConnectionsClient,
  type ListedConnection,
  SettingsError,
} from "../provider/client";
import { MODEL_PROVIDERS } from "../provider/model-connection/fields";

/** What `withPlatform` adds to a command. */
export interface PlatformFlags {
  readonly host?: string;
  readonly provider?: string;
  readonly status?: string;
  readonly name?: string;
  readonly allowInsecureHttp?: boolean;
}

/** Adds the options that say where to ask and for what. The key comes from the environment alone: a command line is seen by others. */
export function withPlatform(command: Command): Command {
  return command
    .addOption(
      new Option("--host <host>", "the platform: host, host:port or URL").env("MODEL_CONNECTIONS_HOST"),
    )
    .addOption(new Option("--provider <provider>", "only this provider").choices(MODEL_PROVIDERS))
    .addOption(new Option("--status <status>", "only this status").choices(["ACTIVE", "INACTIVE"]))
    .option("--name <pattern>", "only names that match; * stands for anything")
    .option("--allow-insecure-http", "let the key go over plain http to another machine")
    .addHelpText("after", "\nThe platform's key is read from MODEL_CONNECTIONS_API_KEY.");
}

export function clientFor({ host, allowInsecureHttp }: PlatformFlags): ConnectionsClient {
  const missing = [
    ...(host === undefined ? ["the platform (give --host, or set MODEL_CONNECTIONS_HOST)"] : []),
    ...(process.env["MODEL_CONNECTIONS_API_KEY"] ? [] : ["its key (set MODEL_CONNECTIONS_API_KEY)"]),
  ];
  if (host === undefined || missing.length > 0)
    throw new CommandError(`what is missing: ${missing.join(" and ")}.`);
  return new ConnectionsClient({
    host,
    ...(allowInsecureHttp === undefined ? {} : { allowInsecureHttp }),
  });
}

/** The connections that pass the filters, by name and then by id. */
export async function connectionsFor(
  client: ConnectionsClient,
  flags: PlatformFlags,
): Promise<ListedConnection[]> {
  const { provider, status, name } = flags;
  const listed = await client.list({ ...(provider && { provider }), ...(status && { status }) });
  const wanted = name === undefined ? /^/ : patternOf(name);
  return listed
    .filter((connection) => wanted.test(connection.connectionName))
    .sort((a, b) => compare(a.connectionName, b.connectionName) || compare(a.connectionId, b.connectionId));
}

/** Runs a command's work: what the user can mend is one sentence on stderr and exit code 1. */
export async function saying(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(
      error instanceof ConnectionsApiError ||
      error instanceof SettingsError ||
      error instanceof CommandError
    ))
      throw error;
    const text = error.message;
    process.stderr.write(`${text.charAt(0).toUpperCase()}${text.slice(1)}\n`);
    process.exitCode = 1;
  }
}

/** Something that the user can mend. */
export class CommandError extends Error {}

/** Code-unit order: the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function patternOf(pattern: string): RegExp {
  const escaped = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${escaped.join(".*")}$`, "su");
}
