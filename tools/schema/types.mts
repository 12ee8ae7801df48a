// The types of the package's properties: enums, objects, and which field has which type.
import { PROVIDERS, STATUSES } from "../../dist/provider/api/records.js";
import { FEATURES, FORMATS, MAPPINGS } from "../../dist/provider/model-connection/fields.js";
import { documented } from "../docs/source.mts";

export const TOKEN = "model-connections:index:ModelConnection";

/** A type as the schema has it. */
export interface Type {
  readonly type?: string;
  readonly $ref?: string;
  readonly items?: Type;
  readonly additionalProperties?: Type;
  readonly oneOf?: readonly Type[];
}

export const TEXT: Type = { type: "string" };
const BOOLEAN: Type = { type: "boolean" };
const ANY: Type = { $ref: "pulumi.json#/Any" };

const token = (name: string) => `model-connections:index:${name}`;
export const refTo = (name: string): Type => ({ $ref: `#/types/${token(name)}` });

/** The types of everything that isn't a text. */
export const TYPES: Readonly<Record<string, Type>> = {
  provider: refTo("ModelProvider"),
  adopt: BOOLEAN,
  deletionPolicy: refTo("DeletionPolicy"),
  headers: { type: "object", additionalProperties: TEXT },
  headersEnv: {
    type: "object",
    additionalProperties: { oneOf: [TEXT, refTo("HeaderVariable")] },
  },
  maskedHeaders: { type: "object", additionalProperties: TEXT },
  mapProvider: refTo("EndpointFormat"),
  llmFeatures: refTo("LlmFeatures"),
  ioMappings: { type: "array", items: refTo("IoMapping") },
  payload: ANY,
  promptVars: { type: "array", items: refTo("PromptVariable") },
  customVars: { type: "array", items: ANY },
};

export function types() {
  return {
    [token("ModelProvider")]: enumOf("The providers of the API.", PROVIDERS),
    [token("ExpectedStatus")]: enumOf("A status that a program can expect.", STATUSES),
    [token("DeletionPolicy")]: enumOf("What happens to a connection that is removed from the stack.", [
      "retain",
      "scrub",
    ]),
    [token("EndpointFormat")]: enumOf("The known formats of endpoints, each by its vendor.", FORMATS),
    [token("IoMapping")]: enumOf("A kind of input and output.", MAPPINGS),
    [token("LlmFeatures")]: {
      type: "object",
      description: "What an endpoint supports. An omitted flag is false.",
      properties: Object.fromEntries(FEATURES.map((name) => [name, BOOLEAN])),
    },
    [token("HeaderVariable")]: {
      type: "object",
      description: "A header's value from the environment.",
      properties: {
        env: { ...TEXT, description: "Name of the environment variable." },
        prefix: { ...TEXT, description: "Text before the variable's value, such as `Bearer `." },
      },
      required: ["env"],
    },
    [token("PromptVariable")]: promptVariable(),
  };
}

function promptVariable() {
  const typed: Readonly<Record<string, Type>> = {
    ...{ name: TEXT, displayName: TEXT, dataType: TEXT, required: BOOLEAN },
  };
  const members = documented("PromptVariable");
  return {
    type: "object",
    description: "A variable of the prompt.",
    properties: Object.fromEntries(
      members.map(({ name, text }) => [name, { ...(typed[name] ?? ANY), description: text }]),
    ),
    // What may be null can't be required: an import would write another value in its place.
    required: members.map(({ name }) => name).filter((name) => name in typed),
  };
}

/** A name in a program has no spaces: `Azure Open AI` becomes `AzureOpenAi`. */
function enumOf(description: string, values: readonly string[]) {
  return {
    type: "string",
    description,
    enum: values.map((value) => ({ name: nameOf(value), value })),
  };
}

function nameOf(value: string): string {
  if (value === "API") return "CustomApi";
  const words = value.split(/ |(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()).join("");
}
