/** Converts between arguments and the API's JSON. It walks the rows of the field table and names no field itself. */
import type { CreateBody, UpdateBody } from "../api/client";
import type { ConnectionRecord } from "../api/records";
import { type Json, differentPlaces } from "../json";
import { plainText, printableList, quoted, withPlainTexts } from "../printable";
import type { Credentials } from "./credentials";
import { isAdopted } from "./diff";
import { FIELD_NAMES, type FieldName, type FieldValues, rowOf } from "./fields";
import { fieldsOf } from "./fields-of-form";
import { comparedValue, liveValue } from "./live-value";
import { formOf } from "./form-of";
import { ALSO_SENT, isEndpointForm, modelTypeOf } from "./forms";
import { safeMask } from "./key-drift";
import { maskedHeaders } from "./masked-headers";
import {
  type Declared,
  type Inputs,
  KEPT,
  type Kept,
  OBSERVED,
  type State,
  defined,
  only,
  without,
} from "./properties";
import { isRecordedForm, isStoredForm } from "./stored-forms";
import { hasUnknown } from "./unknown";

/** The body of POST /connections. */
export function toWire(inputs: Inputs, connectionName: string, credentials: Credentials): CreateBody {
  const top: Record<string, Json> = {};
  const fields: Record<string, Json> = {};
  for (const name of FIELD_NAMES) {
    const value = name === "connectionName" ? connectionName : inputs[name];
    const { wire } = rowOf(name);
    if (value === undefined) continue;
    if ("top" in wire) top[wire.top] = value;
    else fields[wire.field] = value;
  }
  const form = formOf(inputs);
  if (typeof credentials !== "string")
    return {
      ...top,
      headers: credentials,
      ...(isEndpointForm(form) && ALSO_SENT[form]),
    } as unknown as CreateBody;
  const modelType = modelTypeOf(inputs.provider);
  return {
    ...top,
    ...(modelType && { modelType }),
    fields: { ...fields, API_KEY: credentials },
  } as CreateBody;
}

/** The body of PATCH: only these fields, and the complete headers if they are given. */
export function patchOf(inputs: Inputs, names: readonly FieldName[], credentials?: Credentials): UpdateBody {
  const members = names.flatMap((name) => {
    const { wire } = rowOf(name);
    const value = inputs[name];
    return "top" in wire && value !== undefined ? [[wire.top, value] as const] : [];
  });
  const headers = typeof credentials === "object" ? { headers: credentials } : {};
  return { ...(Object.fromEntries(members) as Record<string, Json>), ...headers };
}

/** The live values of a form's fields, as far as the platform returns them. */
export function liveFields(record: ConnectionRecord, form: string = record.provider): FieldValues {
  return defined(Object.fromEntries(fieldsOf(form).map((name) => [name, liveValue(name, record)])));
}

/** The values that only the platform sets. */
export function observed(record: ConnectionRecord, credentials: Credentials | undefined) {
  const { status, createdOn, modifiedOn, headers } = record;
  const modelType = record.modelType ?? modelTypeOf(record.provider);
  const hasKey = credentials === undefined || typeof credentials === "string";
  const maskedApiKey = hasKey ? safeMask(record.fields.API_KEY, credentials) : undefined;
  const shown = typeof credentials === "object" ? maskedHeaders(headers, credentials) : undefined;
  return {
    ...withPlainTexts(defined({ status, createdOn, modifiedOn, modelType, maskedApiKey })),
    ...(shown !== undefined && { maskedHeaders: shown }),
  };
}

/** The state after a confirmed write: what was declared, and what the platform returned. */
export function stateAfterWrite(
  inputs: Inputs,
  record: ConnectionRecord,
  credentials: Credentials,
  kept: Kept,
): State {
  const connectionName = plainText(record.connectionName);
  const asked = connectionName === inputs.connectionName ? undefined : inputs.connectionName;
  return defined({
    ...without(inputs, ["adopt"]),
    connectionName,
    __asked: asked,
    __status: inputs.status,
    ...observed(record, credentials),
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
  return fieldsOf(formOf(declared)).flatMap((name) => {
    const live = comparedValue(name, record);
    const wanted = declared[name];
    if (name === "connectionName" || live === undefined || hasUnknown(wanted)) return [];
    const agrees = isRecordedForm(declared.__stored?.[name], live) || isStoredForm(name, wanted, live);
    return agrees ? [] : [differenceText(name, liveValue(name, record), wanted)];
  });
}

/**
 * A text with both values; anything else only with the places, because it is long and can contain what the program keeps
 * secret. So can the query of a URL.
 */
function differenceText(name: FieldName, live: Json | undefined, wanted: Json | undefined): string {
  const areTexts = typeof live === "string" && (wanted === undefined || typeof wanted === "string");
  if (areTexts && !hasQuery(live) && !hasQuery(wanted))
    return `${name} is ${quoted(live)} on the platform and ${wanted === undefined ? "not set" : quoted(wanted)} in the program`;
  return `${name} on the platform differs from the program${placesText(live, wanted)}`;
}

/** Whether a text is a URL with a query. */
export function hasQuery(value: Json | undefined): boolean {
  return typeof value === "string" && /^https?:\/\/.*\?/i.test(value);
}

/** Where two values differ, for a message. */
export function placesText(live: unknown, wanted: unknown): string {
  const places = differentPlaces(wanted, live);
  return places.length === 0 ? "" : ` at ${printableList(places)}`;
}
