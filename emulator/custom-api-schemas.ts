// What the API accepts for the second form of provider "API". Anything else is rejected.
import { z } from "zod";
import { ioMappings, llmFeatures, mapProviders, type CustomApiMembers } from "./custom-api";
import type { Sent } from "./stored-form";
import { text } from "./text-schema";

const json = z.json();
/** Not each endpoint returns numbers of tokens: then the path is empty. */
const optionalPath = z.string("must be a string").max(4_096, "must not be longer than 4,096 characters");
const flag = z.boolean("must be true or false");

/** One of the `headers`. */
export const customApiHeader = z.strictObject({
  key: text.regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, "must be the name of a header"),
  value: text.regex(/^[\t\x20-\x7e\x80-\xff]+$/, "must be one line of printable characters"),
});

const common = {
  endpointUrl: text
    .regex(/^\S+$/, "must not contain whitespace")
    .refine(isHttpUrl, "must be an http or https URL"),
  headers: z.array(customApiHeader, "must be a list"),
};

const knownFormat = {
  bodyTab: z.literal("providerReferences"),
  mapProvider: z.enum(mapProviders),
  llmFeatures: z.strictObject(record(llmFeatures, flag)),
  IOMappings: z.array(z.enum(ioMappings), "must be a list").min(1, "must not be empty"),
  idp: z.literal("none"),
};

const promptVariable = z.strictObject({
  name: text,
  displayName: z.string("must be a string"),
  status: json,
  dataType: text,
  elementType: json,
  defaultValue: json,
  required: flag,
  examples: json.optional(),
});

const fromScratch = {
  promptVars: z.array(promptVariable, "must be a list"),
  customVars: z.array(z.record(z.string(), json), "must be a list"),
  payload: json,
  outputPath: text,
  inputTokensPath: optionalPath,
  outputTokensPath: optionalPath,
};

/** All members, each optional, for the control API. */
export const customApiMembers = z
  .strictObject({ ...common, isEnable: flag, ...knownFormat, ...fromScratch })
  .partial() satisfies z.ZodType<CustomApiMembers>;

/** The members in the state file: the console can have stored any value, which the compiler can't know. */
export const storedMembers = record(
  Object.keys(customApiMembers.shape),
  z.unknown().optional(),
) as unknown as typeof customApiMembers.shape;

const created = {
  provider: z.literal("API"),
  connectionName: text,
  model: text,
  ...common,
  isEnable: z.literal(true, "must be true"),
};
const finalized = { ...created, status: z.literal("FINALIZED", "must be FINALIZED or DRAFT") };
const draft = z.strictObject({ ...created, status: z.literal("DRAFT") });

/** The body of a create, by kind. */
const createBodies = {
  knownFormat: z.strictObject({ ...finalized, ...knownFormat }),
  fromScratch: z.strictObject({ ...finalized, ...fromScratch }),
};
const draftBodies = {
  knownFormat: draft.extend(z.strictObject(knownFormat).partial().shape),
  fromScratch: draft.extend(z.strictObject(fromScratch).partial().shape),
};

const updated = { connectionName: text, model: text, ...common, status: z.enum(["FINALIZED", "DRAFT"]) };
const isNotEmpty = (body: object): boolean => Object.keys(body).length > 0;

/** The body of an update, by kind. `headers` is the complete list. */
const updateBodies = {
  knownFormat: z
    .strictObject({ ...updated, ...knownFormat })
    .partial()
    .refine(isNotEmpty, "must name what changes"),
  fromScratch: z
    .strictObject({ ...updated, ...fromScratch })
    .partial()
    .refine(isNotEmpty, "must name what changes"),
};

const has = (body: object, members: object): boolean =>
  Object.keys(members).some((name) => Object.hasOwn(body, name));

const kindOf = (body: object): keyof typeof createBodies =>
  has(body, knownFormat) ? "knownFormat" : "fromScratch";

/** Whether a body names a member of the second form. */
export const namesMembers = (body: object): boolean =>
  has(body, { ...common, ...knownFormat, ...fromScratch });

/** The schema for a body of "Create Connection" in this form. */
export const createSchema = (body: object) =>
  ("status" in body && body.status === "DRAFT" ? draftBodies : createBodies)[kindOf(body)];

/** The schema for a PATCH of a connection: the members of its kind, or of the body's while it has none. */
export const updateSchema = (connection: CustomApiMembers, body: object): z.ZodType<Sent> =>
  updateBodies[kindOf(has(connection, { ...knownFormat, ...fromScratch }) ? connection : body)];

/** The members that a connection must have before it is FINALIZED. */
export const completeMembers = (connection: CustomApiMembers) =>
  z.looseObject(kindOf(connection) === "knownFormat" ? knownFormat : fromScratch);

function isHttpUrl(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}

function record<const Name extends string, Schema>(names: readonly Name[], schema: Schema) {
  return Object.fromEntries(names.map((name) => [name, schema])) as Record<Name, Schema>;
}
