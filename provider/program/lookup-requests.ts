/** The requests of the lookups, in a separate file so that importing the package loads no HTTP client. */
import { ApiClient, type ListFilter } from "../api/client";
import type { ConnectionRecord, ListedConnection } from "../api/records";
import { PlainError } from "../plain-error";
import { quoted, withPlainTexts } from "../printable";
import type { ConnectionDetails, ConnectionSummary } from "./lookup-results";
import { safeMask } from "../model-connection/key-drift";
import { defined, without } from "../model-connection/properties";
import { ambiguous } from "../model-connection/name-conflicts";
import { liveFields } from "../model-connection/wire";
import { clientOptions, readSettings, stackSource } from "../settings";

/** A lookup found no connection, or more than one. */
export class LookupError extends PlainError {}

/** Settings by their full keys in the configuration. */
type Given = Readonly<Record<string, string>>;

export async function findConnections(given: Given, filter: ListFilter): Promise<ConnectionSummary[]> {
  return (await clientOf(given).list(filter)).map(summary);
}

export async function findConnection(given: Given, id?: string, name?: string): Promise<ConnectionDetails> {
  const client = clientOf(given);
  const record = await client.get(id ?? (await idOf(client, name ?? "")));
  return details(record);
}

async function idOf(client: ApiClient, name: string): Promise<string> {
  client.declare([name]);
  const matches = (await client.list()).filter((connection) => connection.connectionName === name);
  const [found] = matches;
  if (found === undefined)
    throw new LookupError(
      `Could not look up model connection ${quoted(name)}: no connection has this name. Run "npx pulumi-model-connections list" to see the existing names.`,
    );
  if (matches.length > 1)
    throw new LookupError(
      `Could not look up model connection ${quoted(name)}: ${ambiguous(name, matches, "look it up by its id")}.`,
    );
  return found.connectionId;
}

function clientOf(given: Given): ApiClient {
  return new ApiClient(clientOptions(readSettings(stackSource({ get: (key) => given[key] }))));
}

function summary({ connectionId, ...rest }: ListedConnection): ConnectionSummary {
  return withPlainTexts(defined({ id: connectionId, ...rest }));
}

function details(record: ConnectionRecord): ConnectionDetails {
  const { status, createdOn, modifiedOn, connectionName, provider } = record;
  const maskedApiKey = safeMask(record.fields.API_KEY, undefined);
  const fields = without(liveFields(record), ["connectionName", "provider"]);
  const shown = { connectionName, provider, ...fields, status, createdOn, modifiedOn, maskedApiKey };
  return withPlainTexts(defined({ id: record.connectionId, ...shown }));
}
