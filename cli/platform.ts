// What the commands that use a platform share: their options, the client, and the connections to work on.
import { type Command, Option } from "commander";
import { ApiClient } from "../provider/api/client";
import { PROVIDERS, STATUSES } from "../provider/api/records";
import type { ListedConnection } from "../provider/client";
import {
  SETTINGS,
  type SettingName,
  type Settings,
  type SettingsSource,
  clientOptions,
  readSettings,
} from "../provider/settings";
import { compare } from "./compare";

/** The options that say which platform to use. */
export interface HostFlags {
  readonly host?: string;
  readonly allowInsecureHttp?: boolean;
}

/** The options that `addPlatformOptions` adds. */
export interface PlatformFlags extends HostFlags {
  readonly provider?: string;
  readonly status?: string;
  readonly name?: string;
}

/** Adds the options for the platform. The key has no option: other users can see a command line. */
export function addHostOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--host <host>", "the platform: host, host:port or URL").env("MODEL_CONNECTIONS_HOST"),
    )
    .option("--allow-insecure-http", "allow plain http to another machine: it sends the key unencrypted")
    .addHelpText("after", "\nThe platform's API key is read from MODEL_CONNECTIONS_API_KEY.");
}

/** Adds the options for the platform and the filters. */
export function addPlatformOptions(command: Command): Command {
  return addHostOptions(command)
    .addOption(new Option("--provider <provider>", "only this provider").choices(PROVIDERS))
    .addOption(new Option("--status <status>", "only this status").choices(STATUSES))
    .option("--name <pattern>", "only names that match; * matches any text");
}

/**
 * The client for the platform of the command line.
 * @throws SettingsError that names every missing or invalid option
 */
export function clientFor(flags: HostFlags): ApiClient {
  return new ApiClient(clientOptions(settingsFor(flags)));
}

/**
 * The settings of the command line and the environment.
 * @throws SettingsError that names every missing or invalid option
 */
export function settingsFor(flags: HostFlags): Settings {
  return readSettings(commandLine(flags));
}

function commandLine({ host, allowInsecureHttp }: HostFlags): SettingsSource {
  const labels: Partial<Record<SettingName, string>> = {
    host: "--host",
    apiKey: "the platform's API key",
    allowInsecureHttp: "--allow-insecure-http",
    acceptAllGone: SETTINGS.acceptAllGone.variable,
  };
  const given: Partial<Record<SettingName, string | undefined>> = {
    host,
    allowInsecureHttp: allowInsecureHttp?.toString(),
  };
  return {
    get: (name) => given[name],
    label: (name) => labels[name] ?? name,
    howToSet: (name) =>
      name === "host" ? "give it, or set MODEL_CONNECTIONS_HOST" : "set MODEL_CONNECTIONS_API_KEY",
  };
}

/**
 * The connections that match the filters, sorted by name and then by id.
 * @throws ConnectionsApiError
 */
export async function matchingConnections(
  client: ApiClient,
  { provider, status, name }: PlatformFlags,
): Promise<ListedConnection[]> {
  const { connections: listed, missing } = await client.listing({
    ...(provider && { provider }),
    ...(status && { status }),
  });
  if (missing !== 0) process.stderr.write(`Warning: ${incomplete(listed.length, missing)}.\n`);
  return listed
    .filter((connection) => name === undefined || matches(connection.connectionName, name))
    .sort((a, b) => compare(a.connectionName, b.connectionName) || compare(a.connectionId, b.connectionId));
}

function incomplete(listed: number, missing: number | "unknown"): string {
  return missing === "unknown"
    ? `the platform lists ${listed} connections and doesn't say whether there are more`
    : `the platform lists only ${listed} of ${listed + missing} connections`;
}

/** Whether a name matches a pattern. Each part is searched for once, so many asterisks don't slow it down. */
function matches(name: string, pattern: string): boolean {
  const [start = "", ...rest] = pattern.split("*");
  const end = rest.pop();
  if (end === undefined) return name === start;
  if (!name.startsWith(start) || !name.endsWith(end) || name.length < start.length + end.length) return false;
  let position = start.length;
  for (const part of rest) {
    const found = name.indexOf(part, position);
    if (found === -1) return false;
    position = found + part.length;
  }
  return position <= name.length - end.length;
}
