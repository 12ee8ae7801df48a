// A connection of the platform as a resource: its arguments, or the reason why the program leaves it out.
import { HIDDEN } from "../../provider/api/redact";
import type { ConnectionRecord } from "../../provider/client";
import {
  FIELDS,
  type Field,
  IMMUTABLE_FIELDS,
  has,
  isModelProvider,
} from "../../provider/model-connection/fields";

/** A connection to import. */
export interface ImportedConnection {
  readonly id: string;
  readonly connectionName: string;
  readonly provider: string;
  readonly status: string | undefined;
  readonly createdOn: string | undefined;
  /** Arguments by name, without the key. */
  readonly arguments: Readonly<Record<string, string>>;
  /** Why the program can't declare it; undefined if it can. */
  readonly leftOutReason: string | undefined;
}

/** Converts the API's record. */
export function importedConnection(record: ConnectionRecord): ImportedConnection {
  const { connectionId: id, connectionName, provider, status, createdOn } = record;
  const names = isModelProvider(provider) ? IMMUTABLE_FIELDS.filter((name) => has(provider, name)) : [];
  const args = Object.fromEntries(names.map((name) => [name, FIELDS[name].live(record) ?? ""]));
  const leftOutReason = isModelProvider(provider)
    ? firstProblem(args)
    : "the API can't create connections of its provider";
  return { id, connectionName, provider, status, createdOn, arguments: args, leftOutReason };
}

function firstProblem(args: Readonly<Record<string, string>>): string | undefined {
  for (const [name, value] of Object.entries(args)) {
    if (value === HIDDEN) return `the platform returns a key in its ${name}`;
    const problem = (FIELDS[name as keyof typeof FIELDS] as Field).problem(value);
    if (problem !== undefined) return `its ${name} ${problem}`;
  }
  return undefined;
}
