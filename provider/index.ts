/**
 * The public door: what a Pulumi program imports. It loads nothing but `@pulumi/pulumi`.
 * @module pulumi-model-connections
 */
export { ModelConnection, ModelProvider } from "./model-connection/resource";
export type {
  AnthropicArgs,
  AzureOpenAiArgs,
  CommonArgs,
  CustomApiArgs,
  KeyArgs,
  KeyAsValue,
  KeyFromEnvironment,
  ModelConnectionArgs,
  OpenAiArgs,
} from "./model-connection/resource";
export { getConnection, listConnections } from "./lookups";
export type { GetConnectionArgs, ListConnectionsArgs, LookupOptions } from "./lookups";
export type { ConnectionDetails, ConnectionSummary } from "./looked-up";
export { ModelConnectionsProvider } from "./provider";
export type { ModelConnectionsProviderArgs } from "./provider";
