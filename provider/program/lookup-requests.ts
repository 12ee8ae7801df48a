/** The requests of the lookups, in a separate file so that importing the package loads no HTTP client. */
import { ApiClient, type ListFilter } from "../api/client";
import type { ConnectionRecord, ListedConnection } from "../api/records";
import { PlainError } from "../plain-error";
import { quoted, withPlainTexts } from "../printable";
import type { ConnectionDetails, ConnectionSummary } from "./lookup-results";
import { safeMask } from "../model-connection/key-drift";
import { type FieldValues } from "../model-connection/fields";
import { fieldsOf } from "../model-connection/fields-of-form";
import { liveForm } from "../model-connection/form-of";
import { defined, only, without } from "../model-connection/properties";
import { ambiguous } from "../model-connection/name-conflicts";
import { liveFields } from "../model-connection/wire";
import {
  type SettingsSource,
  clientOptions,
  ofInlineProgram,
  ofProvider,
  readSettings,
  stackSource,
} from "../settings";
import { isStartedByEngine } from "./program-process";

/** A lookup found no connection, or more than one. */
export class LookupError extends PlainError {}

/** Settings by their full keys in the configuration. */
type Given = Readonly<Record<string, string>>;

/** Where a lookup reads from. */
export interface Where {
  readonly given: Given;
  /** The name of the explicit provider instance, if it has one. */
  readonly provider: string | undefined;
}

export async function findConnections(where: Where, filter: ListFilter): Promise<ConnectionSummary[]> {
  return (await clientOf(where).list(filter)).map(summary);
}

export async function findConnection(where: Where, id?: string, name?: string): Promise<ConnectionDetails> {
  const client = clientOf(where);
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

function clientOf(where: Where): ApiClient {
  return new ApiClient(clientOptions(readSettings(sourceOf(where))));
}

function sourceOf({ given, provider }: Where): SettingsSource {
  const source = stackSource({ get: (key) => given[key] });
  if (provider !== undefined) return ofProvider(source, provider);
  return isStartedByEngine() ? source : ofInlineProgram(source);
}

function summary({ connectionId, ...rest }: ListedConnection): ConnectionSummary {
  return withPlainTexts(defined({ id: connectionId, ...rest }));
}

function details(record: ConnectionRecord): ConnectionDetails {
  const { status, createdOn, modifiedOn, connectionName, provider } = record;
  const maskedApiKey = safeMask(record.fields.API_KEY, undefined);
  const fields = without(textsOf(record), ["connectionName", "provider"]);
  const shown = { connectionName, provider, ...fields, status, createdOn, modifiedOn, maskedApiKey };
  return withPlainTexts(defined({ id: record.connectionId, ...shown }));
}

/** The fields that are texts. One that is empty says nothing. */
function textsOf(record: ConnectionRecord): FieldValues {
  const all = liveFields(record, "any");
  const own = Object.entries(only(all, fieldsOf(liveForm(all))));
  return Object.fromEntries(own.filter(([, value]) => typeof value === "string" && value !== ""));
}
