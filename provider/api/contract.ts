/** The shapes of the responses of the Connections API. Each response is checked before it is used. */
import { z } from "zod";
import { CONNECTION_ID, LONGEST_TEXT, type ConnectionRecord, type ListedConnection } from "./records";

const text = z
  .string()
  .transform((value) => (value.length > LONGEST_TEXT ? value.slice(0, LONGEST_TEXT).toWellFormed() : value));

const optionalText = text.nullish().transform((value) => value ?? undefined);

const connectionId = z.string().regex(CONNECTION_ID);

const listed = z.object({
  connectionId,
  connectionName: text,
  provider: text,
  model: optionalText,
  status: optionalText,
  createdOn: optionalText,
  modifiedOn: optionalText,
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

/** The response to GET by id, POST and PATCH (reference: Get, Create, Update Connection). */
export const connectionRecord = listed.extend({
  modelType: optionalText,
  fields,
}) satisfies z.ZodType<ConnectionRecord>;

/** The response to GET /connections (reference: List All Connections). */
export const connectionList = z.object({
  connections: z.array(listed),
  total: z.int().nonnegative().optional(),
});
