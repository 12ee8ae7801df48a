/** Finds connections that no stack has to manage: by id, by name, or all that match a filter. */
import type { ApiClient, ListFilter } from "../api/client";
import type { Deadline } from "../api/deadline";
import type { ConnectionRecord, ListedConnection } from "../api/records";
import { PlainError } from "../plain-error";
import { quoted, withPlainTexts } from "../printable";
import { type FieldValues } from "./fields";
import { fieldsOf } from "./fields-of-form";
import { liveForm } from "./form-of";
import { safeMask } from "./key-drift";
import type { ConnectionDetails, ConnectionSummary } from "./lookup-results";
import { ambiguous } from "./name-conflicts";
import { defined, only, without } from "./properties";
import { liveFields } from "./wire";

/** A lookup found no connection, or more than one. */
class LookupError extends PlainError {}

/** All connections that match the filter, in the platform's order. @param deadline by default that of the client */
export async function listWith(
  client: ApiClient,
  filter: ListFilter,
  deadline?: Deadline,
): Promise<ConnectionSummary[]> {
  return (await client.list(filter, deadline)).map(summary);
}

/** One connection by its id, or by its name if there is no id. */
export async function findWith(
  client: ApiClient,
  id?: string,
  name?: string,
  deadline?: Deadline,
): Promise<ConnectionDetails> {
  const record = await client.get(id ?? (await idOf(client, name ?? "", deadline)), deadline);
  return details(record);
}

async function idOf(client: ApiClient, name: string, deadline?: Deadline): Promise<string> {
  client.declare([name]);
  const matches = (await client.list({}, deadline)).filter(
    (connection) => connection.connectionName === name,
  );
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
