/** Converts between arguments and the API's JSON. It walks the rows of the field table and names no field itself. */
import type { CreateBody } from "../api/client";
import type { ConnectionRecord, ListedConnection } from "../api/records";
import { quoted } from "../printable";
import { FIELDS, type Field, IMMUTABLE_FIELDS, type ImmutableField, modelTypeOf } from "./fields";
import { safeMask } from "./key-drift";
import { type Inputs, OBSERVED, type State, UNKNOWN, defined, only, without } from "./properties";

/** The body of POST /connections. */
export function toWire(inputs: Inputs, connectionName: string, key: string): CreateBody {
  const top: Record<string, string> = {};
  const fields: Record<string, string> = {};
  for (const name of IMMUTABLE_FIELDS) {
    const value = name === "connectionName" ? connectionName : inputs[name];
    const { wire }: Field = FIELDS[name];
    if (value === undefined) continue;
    if ("top" in wire) top[wire.top] = value;
    else fields[wire.field] = value;
  }
  const modelType = modelTypeOf(inputs.provider);
  return { ...top, ...(modelType && { modelType }), fields: { ...fields, API_KEY: key } } as CreateBody;
}

/** The live values of all fields that the platform returns. */
export function liveFields(record: ConnectionRecord): Partial<Record<ImmutableField, string>> {
  return defined(Object.fromEntries(IMMUTABLE_FIELDS.map((name) => [name, FIELDS[name].live(record)])));
}

/** The values that only the platform sets. */
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

/** The state after a confirmed write: what was declared, and what the platform returned. */
export function stateAfterWrite(inputs: Inputs, record: ConnectionRecord, key: string): State {
  const asked = record.connectionName === inputs.connectionName ? undefined : inputs.connectionName;
  return defined({
    ...without(inputs, ["adopt"]),
    connectionName: record.connectionName,
    __asked: asked,
    ...observed(record, key),
    apiKeyDrift: undefined,
  });
}

/** The state after a change that sends nothing: as declared, with what the platform last returned. */
export function stateWithoutWrite(olds: State, news: Inputs): State {
  return { ...without(news, ["adopt"]), ...only(olds, [...OBSERVED, "connectionName", "__asked"]) };
}

/** The fields in which a connection differs from the declaration, each with both values. Fields that the platform doesn't return agree. */
export function disagreements(inputs: Inputs | State, found: ConnectionRecord | ListedConnection): string[] {
  const record: ConnectionRecord = "fields" in found ? found : { ...found, modelType: undefined, fields: {} };
  return IMMUTABLE_FIELDS.filter((name) => name !== "connectionName").flatMap((name) => {
    const live = FIELDS[name].live(record);
    const wanted = inputs[name];
    if (live === undefined || live === wanted || wanted === UNKNOWN) return [];
    const declared = wanted === undefined ? "not set" : quoted(wanted);
    return [`${name} is ${quoted(live)} on the platform and ${declared} in the program`];
  });
}
