/** The shapes of the responses of the Connections API. Each response is checked before it is used. */
import { z } from "zod";
import { type Json, LONGEST_JSON, isJsonObject, isTooDeep } from "../json";
import type { Header } from "./headers";
import { CONNECTION_ID, LONGEST_TEXT, type ConnectionRecord, type ListedConnection } from "./records";

const text = z
  .string()
  .transform((value) => (value.length > LONGEST_TEXT ? value.slice(0, LONGEST_TEXT).toWellFormed() : value));

const optionalText = text.nullish().transform((value) => value ?? undefined);

/** A date as text. Some platforms send seconds or milliseconds since 1970. */
const date = z
  .union([z.string(), z.number().nonnegative().max(8.64e15)])
  .nullish()
  .transform((value) =>
    typeof value === "number" ? isoDate(value) : value?.slice(0, LONGEST_TEXT).toWellFormed(),
  );

function isoDate(time: number): string {
  return new Date(time > 1e11 ? time : time * 1000).toISOString();
}

/** How many there are. Some platforms send it as text, or null if they don't count. */
const total = z
  .union([
    z.int().nonnegative(),
    z
      .string()
      .regex(/^\d{1,9}$/)
      .transform(Number),
  ])
  .nullish()
  .transform((value) => value ?? undefined);

const connectionId = z.string().regex(CONNECTION_ID);

const listed = z.object({
  connectionId,
  connectionName: text,
  provider: text,
  model: optionalText,
  status: optionalText,
  createdOn: date,
  modifiedOn: date,
}) satisfies z.ZodType<ListedConnection>;

const fields = z
  .object({
    API_KEY: optionalText,
    BASE_URL: optionalText,
    api_version: optionalText,
    your_resource_name: optionalText,
    deployment_id: optionalText,
  })
  .nullish()
  .transform((value): Partial<NonNullable<typeof value>> => value ?? {});

/** Undocumented members of a response: a value of another kind counts as not returned, so that it never breaks a read. */
const lenientText = z
  .unknown()
  .nullish()
  .transform((value) =>
    typeof value === "string" ? value.slice(0, LONGEST_TEXT).toWellFormed() : undefined,
  );

const lenientJson = z
  .unknown()
  .nullish()
  .transform((value): Json | undefined => {
    const isUsable = value != null && !isTooDeep(value) && JSON.stringify(value).length <= LONGEST_JSON;
    return isUsable ? (value as Json) : undefined;
  });

/** More headers than any endpoint needs. */
const MOST_HEADERS = 100;

/** A list of `{ key, value }` as in requests or of `{ name, value }`, or an object of names with values or `{ value }`. */
const lenientHeaders = z
  .unknown()
  .nullish()
  .transform((value): readonly Header[] | undefined => {
    const pairs = isJsonObject(value)
      ? Object.entries(value).map(([key, each]) => ({
          key,
          value: isJsonObject(each) ? each["value"] : each,
        }))
      : value;
    if (!Array.isArray(pairs)) return undefined;
    return pairs.slice(0, MOST_HEADERS).flatMap((each) => headerIn(each) ?? []);
  });

function headerIn(value: unknown): Header | undefined {
  if (!isJsonObject(value)) return undefined;
  const { key = value["name"], value: text } = value;
  if (typeof key !== "string" || !/^[\w!#$%&'*+.^`|~-]{1,200}$/.test(key)) return undefined;
  return { key, value: typeof text === "string" ? text.slice(0, LONGEST_TEXT).toWellFormed() : "" };
}

/** The response to GET by id, POST and PATCH (reference: Get, Create, Update Connection; custom API connections). */
export const connectionRecord = listed.extend({
  modelType: optionalText,
  fields,
  endpointUrl: lenientText,
  headers: lenientHeaders,
  mapProvider: lenientText,
  llmFeatures: lenientJson,
  IOMappings: lenientJson,
  payload: lenientJson,
  promptVars: lenientJson,
  customVars: lenientJson,
  outputPath: lenientText,
  inputTokensPath: lenientText,
  outputTokensPath: lenientText,
}) satisfies z.ZodType<ConnectionRecord>;

/** The response to GET /connections (reference: List All Connections). */
export const connectionList = z.object({
  connections: z.array(listed),
  total,
});
