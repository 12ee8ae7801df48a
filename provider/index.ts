/**
 * The entry point of Pulumi programs. It loads nothing but `@pulumi/pulumi`.
 * @module pulumi-model-connections
 */
export { ModelConnection, ModelProvider } from "./program/resource";
export type {
  AnthropicArgs,
  AzureOpenAiArgs,
  CommonArgs,
  CustomApiArgs,
  KeyArgs,
  KeyAsValue,
  KeyFromEnvironment,
  ModelConnectionArgs,
  NoEndpoint,
  OpenAiArgs,
} from "./program/arguments";
export type {
  EndpointArgs,
  EndpointFormat,
  FromScratchArgs,
  HeaderVariable,
  IoMapping,
  JsonInput,
  KnownFormatArgs,
  LlmFeature,
  PromptVariable,
} from "./program/endpoint";
export type { Json, JsonObject } from "./json";
export { getConnection, listConnections } from "./program/lookups";
export type { GetConnectionArgs, ListConnectionsArgs, LookupOptions } from "./program/lookups";
export type { ConnectionDetails, ConnectionSummary } from "./model-connection/lookup-results";
export { ModelConnectionsProvider } from "./program/provider";
export type { ModelConnectionsProviderArgs } from "./program/provider";
