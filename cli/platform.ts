// What the commands that use a platform share: their options, the client, and the connections to work on.
import { type Command, Option } from "commander";
import { ApiClient } from "../provider/api/client";
import { PROVIDERS, STATUSES } from "../provider/api/records";
import type { ListedConnection } from "../provider/client";
import { type SettingName, type SettingsSource, clientOptions, readSettings } from "../provider/settings";
import { compare } from "./compare";

/** The options that `addPlatformOptions` adds. */
export interface PlatformFlags {
  readonly host?: string;
  readonly provider?: string;
  readonly status?: string;
  readonly name?: string;
  readonly allowInsecureHttp?: boolean;
}

/** Adds the options for the platform and the filters. The key has no option: other users can see a command line. */
export function addPlatformOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--host <host>", "the platform: host, host:port or URL").env("MODEL_CONNECTIONS_HOST"),
    )
    .addOption(new Option("--provider <provider>", "only this provider").choices(PROVIDERS))
    .addOption(new Option("--status <status>", "only this status").choices(STATUSES))
    .option("--name <pattern>", "only names that match; * matches any text")
    .option("--allow-insecure-http", "allow plain http to another machine: it sends the key unencrypted")
    .addHelpText("after", "\nThe platform's API key is read from MODEL_CONNECTIONS_API_KEY.");
}

/**
 * The client for the platform of the command line.
 * @throws SettingsError that names every missing or invalid option
 */
export function clientFor(flags: PlatformFlags): ApiClient {
  return new ApiClient(clientOptions(readSettings(commandLine(flags))));
}

function commandLine({ host, allowInsecureHttp }: PlatformFlags): SettingsSource {
  const labels: Partial<Record<SettingName, string>> = {
    host: "--host",
    apiKey: "the platform's API key",
    allowInsecureHttp: "--allow-insecure-http",
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
  if (missing > 0)
    process.stderr.write(
      `Warning: the platform lists only ${listed.length} of ${listed.length + missing} connections.\n`,
    );
  return listed
    .filter((connection) => name === undefined || matches(connection.connectionName, name))
    .sort((a, b) => compare(a.connectionName, b.connectionName) || compare(a.connectionId, b.connectionId));
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
