// A connection of the platform as a resource: its arguments, or the reason why the program leaves it out.
import type { ConnectionRecord } from "../../provider/client";
import { type Json, sameJson } from "../../provider/json";
import { type FieldName, rowOf } from "../../provider/model-connection/fields";
import { fieldsOf } from "../../provider/model-connection/fields-of-form";
import { liveForm } from "../../provider/model-connection/form-of";
import { isEndpointForm, isModelProvider } from "../../provider/model-connection/forms";
import { isHiddenIn } from "../../provider/model-connection/live-value";
import { liveFields } from "../../provider/model-connection/wire";

/** Values by argument; undefined if the platform doesn't return one that is required. */
type Arguments = Readonly<Record<string, Json | undefined>>;

/** A connection to import. */
export interface ImportedConnection {
  readonly id: string;
  readonly connectionName: string;
  readonly provider: string;
  readonly status: string | undefined;
  readonly createdOn: string | undefined;
  /** Arguments by name, without credentials. */
  readonly arguments: Arguments;
  /** The names of the headers of an endpoint, if the platform shows them; undefined for a connection with a key. */
  readonly headers: readonly string[] | "not shown" | undefined;
  /** Why the program can't declare it; undefined if it can. */
  readonly leftOutReason: string | undefined;
}

/** Converts the API's record. */
export function importedConnection(record: ConnectionRecord): ImportedConnection {
  const { connectionId: id, connectionName, provider, status, createdOn } = record;
  const form = isModelProvider(provider) ? liveForm(liveFields(record, "any")) : undefined;
  const args = form === undefined ? {} : argumentsOf(record, fieldsOf(form));
  const headers =
    form !== undefined && isEndpointForm(form)
      ? (record.headers?.map(({ key }) => key) ?? "not shown")
      : undefined;
  const leftOutReason =
    form === undefined ? "the API can't create connections of its provider" : firstProblem(args);
  return { id, connectionName, provider, status, createdOn, arguments: args, headers, leftOutReason };
}

/** What the platform returns, without what an omitted argument means anyway. */
function argumentsOf(record: ConnectionRecord, names: readonly FieldName[]): Arguments {
  const values = names.flatMap((name) => {
    const { live, omitted, complete } = rowOf(name);
    const value = live(record);
    if (omitted === undefined) return [[name, value] as const];
    const isOmitted =
      value === undefined || sameJson(value, complete === undefined ? omitted : complete(omitted));
    return isOmitted ? [] : [[name, value] as const];
  });
  return Object.fromEntries(values);
}

/** A connection without any URL looks like the form with baseUrl. */
function missing(name: string): string {
  return `the platform doesn't return its ${name === "baseUrl" ? "baseUrl or endpointUrl" : name}`;
}

function firstProblem(args: Arguments): string | undefined {
  for (const [name, value] of Object.entries(args)) {
    if (value === undefined || value === "") return missing(name);
    if (isHiddenIn(value)) return `the platform returns a key in its ${name}`;
    const problem = rowOf(name as FieldName).problem(value);
    if (problem !== undefined) return `its ${name} ${problem}`;
  }
  return undefined;
}
