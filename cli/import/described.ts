/** What a connection of the platform becomes in a program: its arguments, or the reason why it can't be one. */
import type { ConnectionRecord } from "../../provider/client";
import {
  FIELDS,
  type Field,
  IMMUTABLE_FIELDS,
  has,
  isModelProvider,
} from "../../provider/model-connection/fields";
import { liveFields } from "../../provider/model-connection/wire";

/** A connection on its way into a program. */
export interface Described {
  readonly id: string;
  readonly connectionName: string;
  readonly provider: string;
  readonly status: string | undefined;
  readonly createdOn: string | undefined;
  /** Arguments by name, without the key. */
  readonly arguments: Readonly<Record<string, string>>;
  /** Why it can't be declared; undefined when it can. */
  readonly leftOut: string | undefined;
}

export function described(record: ConnectionRecord): Described {
  const live = liveFields(record);
  const { connectionId: id, connectionName, provider, status, createdOn } = record;
  const names = isModelProvider(provider) ? IMMUTABLE_FIELDS.filter((name) => has(provider, name)) : [];
  const given = Object.fromEntries(names.map((name) => [name, live[name] ?? ""]));
  return {
    id,
    connectionName,
    provider,
    status,
    createdOn,
    arguments: given,
    leftOut: obstacle(provider, given),
  };
}

function obstacle(provider: string, given: Readonly<Record<string, string>>): string | undefined {
  if (!isModelProvider(provider)) return "its provider is none that the API can create";
  for (const name of IMMUTABLE_FIELDS.filter((field) => has(provider, field))) {
    const fault = (FIELDS[name] as Field).problem(given[name] ?? "");
    if (fault !== undefined) return `its ${name} ${fault}`;
  }
  return undefined;
}
