/** The public door: what a Pulumi program imports. It loads nothing but `@pulumi/pulumi`. */
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
