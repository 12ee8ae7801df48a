// What the API accepts according to the tables of the reference. Anything else is rejected.
import { z } from "zod";
import { providers, statuses, type ConnectionDraft } from "./connection";
import { createSchema, namesMembers } from "./custom-api-schemas";
import { text } from "./text-schema";

const easyIntegration = z.literal("EASY_INTEGRATION");
const keyOnly = z.strictObject({ API_KEY: text });

const customApi = z.strictObject({
  provider: z.literal("API"),
  connectionName: text,
  fields: z.strictObject({ BASE_URL: text, API_KEY: text }),
});

const openAi = z.strictObject({
  provider: z.literal("Open AI"),
  connectionName: text,
  model: text,
  fields: keyOnly,
});

const azureOpenAi = z.strictObject({
  provider: z.literal("Azure Open AI"),
  connectionName: text,
  model: text,
  modelType: easyIntegration,
  fields: z.strictObject({ API_KEY: text, api_version: text, your_resource_name: text, deployment_id: text }),
});

const anthropic = z.strictObject({
  provider: z.literal("Anthropic"),
  connectionName: text,
  model: text,
  modelType: easyIntegration,
  fields: keyOnly,
});

/** The body of "Create Connection", without the second form of provider "API". */
const createBody = z.discriminatedUnion("provider", [customApi, openAi, azureOpenAi, anthropic], {
  // According to zod's types no other code gets here, but a body that is not an object has one.
  error: ({ code }: { code: string }) =>
    code === "invalid_union" ? `must be one of ${providers.join(", ")}` : undefined,
});

/** The schema for a body of "Create Connection". An older platform doesn't know the second form of provider "API". */
export const createBodyOf = (body: object, isOlder: boolean): z.ZodType<ConnectionDraft> =>
  !isOlder && "provider" in body && body.provider === "API" && !("fields" in body) && namesMembers(body)
    ? createSchema(body)
    : createBody;

/** The body of "Update Connection". */
export const updateBody = z.strictObject({ fields: keyOnly });

/** A count in a query. */
export const queriedCount = z
  .string()
  .regex(/^[1-9]\d{0,5}$/, "must be a whole number from 1")
  .transform(Number);

/** The query of "List All Connections". */
export const listQuery = z.strictObject({
  provider: z.enum(providers).optional(),
  status: z.enum(statuses).optional(),
  limit: queriedCount.optional(),
});
