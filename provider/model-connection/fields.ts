/** One row per readable argument: which forms have it, which values are valid, where it is in the API, and how it changes. */
import { PROVIDERS, type ConnectionRecord } from "../api/records";
import { type Json, isJsonObject, parsedJson } from "../json";
import {
  type IsForm,
  exactly,
  flagOf,
  inAnyOrder,
  sameLetters,
  sameLettersAfterPrefix,
  sameUrl,
  withMoreMembers,
  withoutDefaults,
} from "./field-forms";
import {
  type Rule,
  body,
  displayText,
  endpointAddress,
  flags,
  httpAddress,
  json,
  listOf,
  objects,
  oneOf,
  optional,
  path,
  promptVariables,
  text,
  token,
} from "./field-problems";
import { ENDPOINT_FORMS, type Form } from "./forms";

/** Arguments whose value the platform may return. */
export type FieldName =
  | ("provider" | "connectionName" | "model" | "baseUrl" | "apiVersion" | "resourceName" | "deploymentId")
  | ("endpointUrl" | "mapProvider" | "llmFeatures" | "ioMappings")
  | ("payload" | "promptVars" | "customVars" | "outputPath" | "inputTokensPath" | "outputTokensPath");

/** The fields whose value is not a text. */
export type JsonFieldName = "llmFeatures" | "ioMappings" | "payload" | "promptVars" | "customVars";

/** Values by field. */
export type FieldValues = {
  readonly [Name in FieldName]?: Name extends JsonFieldName ? Json : string;
};

export interface Field {
  /** Forms that have this argument. */
  readonly forms: readonly Form[];
  /** Forms in which PATCH changes it. In any other, another value requires a new connection. */
  readonly inPlace?: readonly Form[];
  /** A program may declare it with pulumi.secret. The mark doesn't reach the provider, so no drift line shows its value. */
  readonly mayBeSecret?: true;
  /** What an omitted value means. Without it, the argument is required, except connectionName. */
  readonly omitted?: Json;
  /** The value as it goes into state, with what was omitted in it. */
  readonly complete?: (value: Json) => Json;
  /** What is wrong with a value and what would be right, without the value; undefined if it is valid. */
  readonly problem: Rule;
  /** Where it is in a request: at the top, or below `fields`. */
  readonly wire: { readonly top: string } | { readonly field: string };
  /** The live value, if the platform returns it. */
  readonly live: (record: ConnectionRecord) => Json | undefined;
  /** Whether a platform may show `live` for what it was sent as `declared` (decisions/0011). */
  readonly isForm: IsForm;
}

/** The vendors whose format an endpoint may speak (custom API connections: mapProvider). */
export const FORMATS = ["openAIModel", "anthropicModel", "geminiModel"] as const;

/** Custom API connections: llmFeatures. */
export const FEATURES = [
  ...(["toolCalling", "supportTools", "parallelToolCalling"] as const),
  ...(["structuredResponse", "dataGeneration", "streaming"] as const),
] as const;

/** Custom API connections: IOMappings. */
export const MAPPINGS = ["textToText", "textToImage", "imageToText", "audioToText"] as const;

const NO_FEATURES: Readonly<Record<string, boolean>> = Object.fromEntries(
  FEATURES.map((name) => [name, false]),
);

/** The rows. A new field is a new row, its line in the arguments' documentation, and a test. */
export const FIELDS = {
  provider: {
    forms: [...PROVIDERS, ...ENDPOINT_FORMS],
    problem: text(oneOf(PROVIDERS)),
    wire: { top: "provider" },
    live: (record) => record.provider,
    isForm: sameLetters,
  },
  connectionName: {
    forms: [...PROVIDERS, ...ENDPOINT_FORMS],
    inPlace: ENDPOINT_FORMS,
    problem: text(displayText),
    wire: { top: "connectionName" },
    live: (record) => record.connectionName,
    isForm: sameLetters,
  },
  model: {
    forms: ["Open AI", "Azure Open AI", "Anthropic", ...ENDPOINT_FORMS],
    problem: text(displayText),
    wire: { top: "model" },
    live: (record) => record.model,
    isForm: sameLettersAfterPrefix,
  },
  baseUrl: {
    forms: ["API"],
    problem: text(httpAddress("apiKey")),
    wire: { field: "BASE_URL" },
    live: (record) => record.fields.BASE_URL,
    isForm: sameUrl,
  },
  apiVersion: {
    forms: ["Azure Open AI"],
    problem: text(token),
    wire: { field: "api_version" },
    live: (record) => record.fields.api_version,
    isForm: sameLetters,
  },
  resourceName: {
    forms: ["Azure Open AI"],
    problem: text(token),
    wire: { field: "your_resource_name" },
    live: (record) => record.fields.your_resource_name,
    isForm: sameLetters,
  },
  deploymentId: {
    forms: ["Azure Open AI"],
    problem: text(token),
    wire: { field: "deployment_id" },
    live: (record) => record.fields.deployment_id,
    isForm: sameLetters,
  },
  endpointUrl: {
    forms: ENDPOINT_FORMS,
    inPlace: ENDPOINT_FORMS,
    mayBeSecret: true,
    problem: text(endpointAddress),
    wire: { top: "endpointUrl" },
    live: (record) => record.endpointUrl,
    isForm: sameUrl,
  },
  mapProvider: {
    forms: ["knownFormat"],
    inPlace: ["knownFormat"],
    problem: text(oneOf(FORMATS)),
    wire: { top: "mapProvider" },
    live: (record) => record.mapProvider,
    isForm: sameLetters,
  },
  llmFeatures: {
    forms: ["knownFormat"],
    inPlace: ["knownFormat"],
    omitted: {},
    complete: (value) => (isJsonObject(value) ? { ...NO_FEATURES, ...withoutNull(value) } : value),
    problem: json(flags(FEATURES)),
    wire: { top: "llmFeatures" },
    live: (record) => shownFlags(parsedJson(record.llmFeatures)),
    isForm: withoutDefaults,
  },
  ioMappings: {
    forms: ["knownFormat"],
    inPlace: ["knownFormat"],
    omitted: ["textToText"],
    problem: json(listOf(MAPPINGS)),
    wire: { top: "IOMappings" },
    live: (record) => parsedJson(record.IOMappings),
    isForm: inAnyOrder,
  },
  payload: {
    forms: ["fromScratch"],
    inPlace: ["fromScratch"],
    problem: json(body),
    wire: { top: "payload" },
    live: (record) => parsedJson(record.payload),
    isForm: withMoreMembers,
  },
  promptVars: {
    forms: ["fromScratch"],
    inPlace: ["fromScratch"],
    omitted: [],
    problem: json(promptVariables),
    wire: { top: "promptVars" },
    live: (record) => parsedJson(record.promptVars),
    isForm: withoutDefaults,
  },
  customVars: {
    forms: ["fromScratch"],
    inPlace: ["fromScratch"],
    omitted: [],
    problem: json(objects),
    wire: { top: "customVars" },
    live: (record) => parsedJson(record.customVars),
    isForm: withMoreMembers,
  },
  outputPath: {
    forms: ["fromScratch"],
    inPlace: ["fromScratch"],
    mayBeSecret: true,
    problem: text(path),
    wire: { top: "outputPath" },
    live: (record) => record.outputPath,
    isForm: exactly,
  },
  inputTokensPath: {
    forms: ["fromScratch"],
    inPlace: ["fromScratch"],
    mayBeSecret: true,
    omitted: "",
    problem: text(optional(path)),
    wire: { top: "inputTokensPath" },
    live: (record) => record.inputTokensPath,
    isForm: exactly,
  },
  outputTokensPath: {
    forms: ["fromScratch"],
    inPlace: ["fromScratch"],
    mayBeSecret: true,
    omitted: "",
    problem: text(optional(path)),
    wire: { top: "outputTokensPath" },
    live: (record) => record.outputTokensPath,
    isForm: exactly,
  },
} as const satisfies Record<FieldName, Field>;

/** The names of the rows, in the order in which they are documented. */
export const FIELD_NAMES = Object.keys(FIELDS) as FieldName[];

/** The row of a field, without its exact type. */
export function rowOf(name: FieldName): Field {
  return FIELDS[name];
}

function withoutNull(value: Readonly<Record<string, Json>>): Readonly<Record<string, Json>> {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null));
}

/** Flags as check completes them: a platform may leave out those that are false, write them as text, and have more. */
function shownFlags(value: Json | undefined): Json | undefined {
  if (!isJsonObject(value)) return value;
  const flags = Object.entries(value).map(([name, flag]) => [name, flagOf(flag)] as const);
  const own = flags.filter(([name, flag]) => flag !== false || Object.hasOwn(NO_FEATURES, name));
  return { ...NO_FEATURES, ...Object.fromEntries(own) };
}
