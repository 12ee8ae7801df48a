/** The shapes that the Connections API answers with, checked before anything else looks at them. */
import { z } from "zod";
import type { ConnectionRecord, ListedConnection } from "./records";

const optionalText = z
  .string()
  .nullish()
  .transform((text) => text ?? undefined);

/** An id goes into a path and into state, so only what needs no escaping is an id. */
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

/** A connection as GET by id, POST and PATCH answer it (reference: Get, Create, Update Connection). */
export const connectionRecord = listed.extend({
  modelType: optionalText,
  fields,
}) satisfies z.ZodType<ConnectionRecord>;

/** What GET /connections answers (reference: List All Connections). */
export const connectionList = z.object({
  connections: z.array(listed),
  total: z.int().nonnegative().optional(),
});
