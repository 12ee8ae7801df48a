/** The arguments of provider "API" with a custom endpoint: headers, and the request in a known format or from scratch. */
import type * as pulumi from "@pulumi/pulumi";
import type { Json } from "../json";
import type { CommonArgs } from "./arguments";

/** Vendors whose format an endpoint may speak. */
export type EndpointFormat = "openAIModel" | "anthropicModel" | "geminiModel";

/** What an endpoint may support. */
export type LlmFeature =
  | "toolCalling"
  | "supportTools"
  | "parallelToolCalling"
  | "structuredResponse"
  | "dataGeneration"
  | "streaming";

/** A kind of input and output. */
export type IoMapping = "textToText" | "textToImage" | "imageToText" | "audioToText";

/** A header's value from the environment: the variable's name, or with a text that goes before its value. */
export type HeaderVariable =
  pulumi.Input<string> | { env: pulumi.Input<string>; prefix?: pulumi.Input<string> };

/** A variable of the prompt. Reference: Custom API connections, `promptVars`. */
export interface PromptVariable {
  /** Its name in the payload, where `{{name}}` stands for it. */
  name: string;
  /** Its display name. */
  displayName: string;
  /** As the platform defines it. */
  status: Json;
  /** Its type, for example `string`. */
  dataType: string;
  /** As the platform defines it. */
  elementType: Json;
  /** Its value if a request gives none. */
  defaultValue: Json;
  /** Whether a request must give a value. */
  required: boolean;
  /** Examples of values. */
  examples?: Json;
}

/** A JSON value whose parts may be outputs of other resources. */
export type JsonInput = pulumi.Input<Json | JsonInput[] | { [member: string]: JsonInput }>;

/** A custom endpoint. Reference: Custom API connections. */
export interface EndpointArgs extends CommonArgs {
  provider: "API";
  /** Model identifier that the endpoint expects. Reference: Custom API connections, `model`. A change replaces. */
  model: pulumi.Input<string>;
  /**
   * http or https URL of the model's endpoint, without credentials. Reference: Custom API connections, `endpointUrl`. A
   * change is sent in place by PATCH.
   */
  endpointUrl: pulumi.Input<string>;
  /**
   * Headers that the platform sends to the endpoint, by name; always a secret as a whole. A credential is the value of a
   * header such as `Authorization`. Reference: Custom API connections, `headers`. A change of any name or value sends all
   * headers in place by PATCH.
   */
  headers?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * Headers whose values never enter inputs, outputs or state: by name, an environment variable or
   * `{ env: "GATEWAY_KEY", prefix: "Bearer " }`. The variable must be set where pulumi runs whenever the headers are to be
   * sent; preview checks this. Requires `apiKeyVersion`. May be given together with `headers`, for other names.
   */
  headersEnv?: pulumi.Input<Record<string, pulumi.Input<HeaderVariable>>>;
  /** Any string, required with `headersEnv`; a new one means "send the headers again". */
  apiKeyVersion?: pulumi.Input<string>;
  apiKey?: undefined;
  apiKeyEnv?: undefined;
  baseUrl?: undefined;
  apiVersion?: undefined;
  resourceName?: undefined;
  deploymentId?: undefined;
}

/** An endpoint that speaks a known format, such as an OpenAI-compatible gateway. */
export interface KnownFormatArgs extends EndpointArgs {
  /**
   * Format that the endpoint speaks: `"openAIModel"`, `"anthropicModel"` or `"geminiModel"`. Reference: Custom API
   * connections, `mapProvider`. A change is sent in place by PATCH; a change to `payload` replaces.
   */
  mapProvider: pulumi.Input<EndpointFormat>;
  /**
   * What the endpoint supports, as flags: `toolCalling`, `supportTools`, `parallelToolCalling`, `structuredResponse`,
   * `dataGeneration`, `streaming`. An omitted flag is false. Reference: Custom API connections, `llmFeatures`. A change is
   * sent in place by PATCH.
   * @default all false
   */
  llmFeatures?: pulumi.Input<{ [Name in LlmFeature]?: pulumi.Input<boolean> }>;
  /**
   * Kinds of input and output: `"textToText"`, `"textToImage"`, `"imageToText"`, `"audioToText"`. Reference: Custom API
   * connections, `IOMappings`. A change is sent in place by PATCH.
   * @default ["textToText"]
   */
  ioMappings?: pulumi.Input<pulumi.Input<IoMapping>[]>;
  payload?: undefined;
  promptVars?: undefined;
  customVars?: undefined;
  outputPath?: undefined;
  inputTokensPath?: undefined;
  outputTokensPath?: undefined;
}

/** An endpoint whose request and response the arguments describe. */
export interface FromScratchArgs extends EndpointArgs {
  /**
   * Body of a request as a JSON object, with `{{name}}` for variables. Reference: Custom API connections, `payload`. A
   * change is sent in place by PATCH; a change to `mapProvider` replaces.
   */
  payload: pulumi.Input<{ [member: string]: JsonInput } | JsonInput[]>;
  /**
   * Variables of the prompt, each with `name`, `displayName`, `status`, `dataType`, `elementType`, `defaultValue`,
   * `required` and perhaps `examples`. Reference: Custom API connections, `promptVars`. A change is sent in place by PATCH.
   * @default none
   */
  promptVars?: pulumi.Input<pulumi.Input<PromptVariable>[]>;
  /**
   * Variables of your own, as a list of JSON objects. Reference: Custom API connections, `customVars`. A change is sent in
   * place by PATCH.
   * @default none
   */
  customVars?: pulumi.Input<pulumi.Input<{ [member: string]: JsonInput }>[]>;
  /**
   * Path to the text in the endpoint's response, for example `choices[0].message.content`. Reference: Custom API
   * connections, `outputPath`. A change is sent in place by PATCH.
   */
  outputPath: pulumi.Input<string>;
  /**
   * Path to the number of input tokens, for example `usage.prompt_tokens`. Reference: Custom API connections,
   * `inputTokensPath`. A change is sent in place by PATCH.
   * @default none
   */
  inputTokensPath?: pulumi.Input<string>;
  /**
   * Path to the number of output tokens, for example `usage.completion_tokens`. Reference: Custom API connections,
   * `outputTokensPath`. A change is sent in place by PATCH.
   * @default none
   */
  outputTokensPath?: pulumi.Input<string>;
  mapProvider?: undefined;
  llmFeatures?: undefined;
  ioMappings?: undefined;
}
