/** Converts between arguments and the API's JSON. It walks the rows of the field table and names no field itself. */
import type { CreateBody } from "../api/client";
import type { ConnectionRecord } from "../api/records";
import { plainText, quoted, withPlainTexts } from "../printable";
import { isAdopted } from "./diff";
import {
  FIELDS,
  type Field,
  IMMUTABLE_FIELDS,
  type ImmutableField,
  fieldsOf,
  liveValue,
  modelTypeOf,
} from "./fields";
import { safeMask } from "./key-drift";
import {
  type Declared,
  type Inputs,
  KEPT,
  type Kept,
  OBSERVED,
  type State,
  UNKNOWN,
  defined,
  only,
  without,
} from "./properties";
import { isStoredForm } from "./stored-forms";

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

/** The live values of a provider's fields, as far as the platform returns them. */
export function liveFields(
  record: ConnectionRecord,
  provider = record.provider,
): Partial<Record<ImmutableField, string>> {
  return defined(Object.fromEntries(fieldsOf(provider).map((name) => [name, liveValue(name, record)])));
}

/** The values that only the platform sets. */
export function observed(record: ConnectionRecord, key: string | undefined) {
  const { status, createdOn, modifiedOn } = record;
  const modelType = record.modelType ?? modelTypeOf(record.provider);
  const maskedApiKey = safeMask(record.fields.API_KEY, key);
  return withPlainTexts(defined({ status, createdOn, modifiedOn, modelType, maskedApiKey }));
}

/** The state after a confirmed write: what was declared, and what the platform returned. */
export function stateAfterWrite(inputs: Inputs, record: ConnectionRecord, key: string, kept: Kept): State {
  const connectionName = plainText(record.connectionName);
  const asked = connectionName === inputs.connectionName ? undefined : inputs.connectionName;
  return defined({
    ...without(inputs, ["adopt"]),
    connectionName,
    __asked: asked,
    __status: inputs.status,
    ...observed(record, key),
    ...kept,
    apiKeyDrift: undefined,
  });
}

/** The state after a change that sends nothing: as declared, with what the platform last returned. */
export function stateWithoutWrite(olds: State, news: Inputs): State {
  const kept = keptOf(olds, news);
  return defined({
    ...without(news, ["adopt"]),
    status: undefined,
    __status: news.status,
    ...only(olds, [...OBSERVED, "connectionName", "__asked"]),
    ...kept,
  });
}

/** What an update keeps. */
export function keptOf(olds: State, news: Inputs): Kept {
  return isAdopted(olds, news) ? only(olds, ["__stored"]) : only(olds, KEPT);
}

/** The fields in which a connection differs from the declaration, each with both values. Fields that the platform doesn't return agree. */
export function disagreements(declared: Declared, record: ConnectionRecord): string[] {
  return fieldsOf(declared.provider).flatMap((name) => {
    const live = liveValue(name, record);
    const wanted = declared[name];
    const agrees = live === declared.__stored?.[name]?.live || isStoredForm(name, wanted, live);
    if (name === "connectionName" || live === undefined || agrees || wanted === UNKNOWN) return [];
    const value = wanted === undefined ? "not set" : quoted(wanted);
    return [`${name} is ${quoted(live)} on the platform and ${value} in the program`];
  });
}
