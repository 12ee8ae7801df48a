/** The shapes of the responses of the Connections API. Each response is checked before it is used. */
import { z } from "zod";
import type { ConnectionRecord, ListedConnection } from "./records";

const optionalText = z
  .string()
  .nullish()
  .transform((text) => text ?? undefined);

/** An id becomes part of a path and of state, so it must not need escaping. */
const connectionId = z.string().regex(/^(?!\.{1,2}$)[A-Za-z0-9._~-]{1,128}$/);

const listed = z.object({
  connectionId,
  connectionName: z.string().max(1024),
  provider: z.string().max(64),
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
