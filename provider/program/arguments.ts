/** What users read first: the arguments of a model connection, by provider. */
import type * as pulumi from "@pulumi/pulumi";
import type { FromScratchArgs, KnownFormatArgs } from "./endpoint";

/** Arguments that every provider takes. */
export interface CommonArgs {
  /**
   * Display name, unique on the platform, up to 255 characters. Reference: Create Connection, `connectionName`.
   * A change replaces the connection; with `endpointUrl`, it renames it in place.
   * @default `<logical name>-<7 hex digits>`, kept until the connection is replaced
   */
  connectionName?: pulumi.Input<string>;
  /**
   * Adopts the existing connection with this `connectionName` instead of creating one. Every readable field must agree,
   * otherwise the error lists each difference. The declared key is sent, except for provider "API" with `baseUrl`, whose
   * key the API can't change; with `endpointUrl`, the declared headers are sent. A change does nothing.
   * @default false
   */
  adopt?: pulumi.Input<boolean>;
  /**
   * What happens when the connection is removed from the stack; the API has no DELETE. `"retain"` leaves it as it is and
   * warns; `"scrub"` first overwrites its key, or the values of its headers, with a placeholder, which is not possible for
   * provider "API" with `baseUrl`. A change updates state only.
   * @default "retain"
   */
  deletionPolicy?: pulumi.Input<"retain" | "scrub">;
  /**
   * The status that you expect on the platform; the API can't set it. A refresh shows any other status as a change. Then
   * `pulumi up` fails with instructions, and changes nothing on the platform, until the platform shows the declared status.
   * `"ACTIVE"` also accepts FINALIZED. Without this argument, an inactive connection only causes a warning. A change updates
   * state only. Reference: Get Connection, `status`.
   */
  status?: pulumi.Input<"ACTIVE" | "INACTIVE">;
}

/** The key as a value: encrypted in state, so that a change is detected. */
export interface KeyAsValue {
  /**
   * Key of the model's vendor, without whitespace; always a secret. Reference: `fields.API_KEY`. A change is sent in place
   * by PATCH; for provider "API" with `baseUrl`, which the API can't update, it replaces the connection.
   */
  apiKey: pulumi.Input<string>;
  apiKeyEnv?: undefined;
  apiKeyVersion?: undefined;
}

/** The key from the environment: never in inputs, outputs or state. */
export interface KeyFromEnvironment {
  /**
   * Name of an environment variable that contains the key. It must be set where pulumi runs whenever the key is to be sent;
   * preview checks this.
   */
  apiKeyEnv: pulumi.Input<string>;
  /** Any string; a new one means "send the key again", for provider "API" with `baseUrl` by replacement. */
  apiKeyVersion: pulumi.Input<string>;
  apiKey?: undefined;
}

/** Where the key comes from: one of the two. */
export type KeyArgs = KeyAsValue | KeyFromEnvironment;

/** Arguments that only a custom endpoint has, and that do not compile with any other form. */
export interface NoEndpoint {
  endpointUrl?: undefined;
  headers?: undefined;
  headersEnv?: undefined;
  mapProvider?: undefined;
  llmFeatures?: undefined;
  ioMappings?: undefined;
  payload?: undefined;
  promptVars?: undefined;
  customVars?: undefined;
  outputPath?: undefined;
  inputTokensPath?: undefined;
  outputTokensPath?: undefined;
}

/** A model behind your own API. Reference: Custom API Fields. */
export type CustomApiArgs = CommonArgs &
  KeyArgs &
  NoEndpoint & {
    provider: "API";
    /** http or https URL of the API, without credentials. Reference: `fields.BASE_URL`. A change replaces. */
    baseUrl: pulumi.Input<string>;
    model?: undefined;
    apiVersion?: undefined;
    resourceName?: undefined;
    deploymentId?: undefined;
  };

/** A model of Open AI. Reference: OpenAI Field. */
export type OpenAiArgs = CommonArgs &
  KeyArgs &
  NoEndpoint & {
    provider: "Open AI";
    /** Model identifier, for example `gpt-4o`. Reference: `model`. A change replaces. */
    model: pulumi.Input<string>;
    baseUrl?: undefined;
    apiVersion?: undefined;
    resourceName?: undefined;
    deploymentId?: undefined;
  };

/** A model deployed on Azure. Reference: Azure OpenAI Fields. */
export type AzureOpenAiArgs = CommonArgs &
  KeyArgs &
  NoEndpoint & {
    provider: "Azure Open AI";
    /** Model identifier, for example `GPT-4`. Reference: `model`. A change replaces. */
    model: pulumi.Input<string>;
    /** Version of Azure's API, for example `2024-08-01-preview`. Reference: `fields.api_version`. A change replaces. */
    apiVersion: pulumi.Input<string>;
    /** Azure resource that serves the model. Reference: `fields.your_resource_name`. A change replaces. */
    resourceName: pulumi.Input<string>;
    /** Deployment of the model. Reference: `fields.deployment_id`. A change replaces. */
    deploymentId: pulumi.Input<string>;
    baseUrl?: undefined;
  };

/** A model of Anthropic. Reference: Anthropic Field. */
export type AnthropicArgs = CommonArgs &
  KeyArgs &
  NoEndpoint & {
    provider: "Anthropic";
    /** Model identifier, for example `claude-3-5-haiku-20241022`. Reference: `model`. A change replaces. */
    model: pulumi.Input<string>;
    baseUrl?: undefined;
    apiVersion?: undefined;
    resourceName?: undefined;
    deploymentId?: undefined;
  };

/** The arguments of a `ModelConnection`; `provider` decides which of them exist, and for "API" the others do. */
export type ModelConnectionArgs =
  CustomApiArgs | KnownFormatArgs | FromScratchArgs | OpenAiArgs | AzureOpenAiArgs | AnthropicArgs;
