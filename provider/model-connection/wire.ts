/** Between arguments and the API's JSON: walks the rows of the field table, names no field itself. */
import type { CreateBody } from "../api/client";
import type { ConnectionRecord, ListedConnection } from "../api/records";
import { quoted } from "../printable";
import { safeMask } from "./api-key";
import { FIELDS, type Field, IMMUTABLE_FIELDS, type ImmutableField, modelTypeOf } from "./fields";
import { type Declared, OBSERVED, type Stored, UNKNOWN, defined, only, without } from "./properties";

/** The body of POST /connections. */
export function toWire(declared: Declared, connectionName: string, key: string): CreateBody {
  const top: Record<string, string> = {};
  const fields: Record<string, string> = {};
  for (const name of IMMUTABLE_FIELDS) {
    const value = name === "connectionName" ? connectionName : declared[name];
    const { wire }: Field = FIELDS[name];
    if (value === undefined) continue;
    if ("top" in wire) top[wire.top] = value;
    else fields[wire.field] = value;
  }
  const modelType = modelTypeOf(declared.provider);
  return { ...top, ...(modelType && { modelType }), fields: { ...fields, API_KEY: key } } as CreateBody;
}

/** The live values of all fields that the platform tells. */
export function liveFields(record: ConnectionRecord): Partial<Record<ImmutableField, string>> {
  return defined(Object.fromEntries(IMMUTABLE_FIELDS.map((name) => [name, FIELDS[name].live(record)])));
}

/** What the platform alone decides. */
export function observed(record: ConnectionRecord, key: string | undefined) {
  const { status, createdOn, modifiedOn } = record;
  const modelType = record.modelType ?? modelTypeOf(record.provider);
  return defined({
    status,
    createdOn,
    modifiedOn,
    modelType,
    maskedApiKey: safeMask(record.fields.API_KEY, key),
  });
}

/** The outputs after a confirmed write: what was declared, and what the platform answered. */
export function storedAfter(declared: Declared, record: ConnectionRecord, key: string | undefined): Stored {
  const asked = record.connectionName === declared.connectionName ? undefined : declared.connectionName;
  return defined({
    ...without(declared, ["adopt"]),
    connectionName: record.connectionName,
    __asked: asked,
    ...observed(record, key),
    apiKeyDrift: undefined,
  });
}

/** The fields in which a connection is not as declared, each with both values; fields that the platform doesn't tell agree. */
export function disagreements(declared: Declared, found: ConnectionRecord | ListedConnection): string[] {
  const record: ConnectionRecord = "fields" in found ? found : { ...found, modelType: undefined, fields: {} };
  return IMMUTABLE_FIELDS.filter((name) => name !== "connectionName").flatMap((name) => {
    const live = FIELDS[name].live(record);
    const wanted = declared[name];
    const same = live === undefined || live === wanted || wanted === UNKNOWN;
    return same
      ? []
      : [`${name} is ${quoted(live)} there and ${wanted === undefined ? "not set" : quoted(wanted)} here`];
  });
}

/** The outputs after a change that concerns state alone: as declared, with what the platform was last seen to say. */
export function noted(olds: Stored, news: Declared): Stored {
  return { ...without(news, ["adopt"]), ...only(olds, [...OBSERVED, "connectionName", "__asked"]) };
}
