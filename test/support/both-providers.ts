// The two providers of the package. A test of what both promise runs against each: `describe.each(bothProviders)("$name", …)`.
import { connectionType, nativeType } from "./event-log";
import { type Connections, connections, withSecretKeys } from "./program";
import { EngineStack, type StackOptions } from "./stack";
import { withoutNulls, yamlConnections, yamlWithSecretKeys } from "./yaml";

export interface ProviderUnderTest {
  readonly name: string;
  readonly runtime: "javascript" | "yaml";
  /** The type of its connections. */
  readonly type: string;
  /** Whether the engine tells it, in a refresh, what the program ignores. */
  readonly refreshKnowsIgnoredChanges: boolean;
  /** Whether state has the keys among the outputs too. */
  readonly keysAreOutputs: boolean;
  /** What state contains besides the properties: the text that loads the hooks. */
  readonly handler: string | undefined;
  /** Arguments as they reach the provider. */
  readonly declared: <T>(args: T) => T;
  /** A program of one connection per logical name. @param options by logical name @param instances explicit providers */
  readonly connections: (declared: Connections, options?: Connections, instances?: Connections) => string;
  /** What its warnings begin with: the native provider's are warnings of the engine, which have no word for it in their text. */
  readonly warningPrefix: string;
  /** Its keys are secrets of the stack, as `keysFor` names them. */
  readonly withSecretKeys: (declared: Connections, options?: Connections) => string;
  /** A stack without a platform in its configuration. */
  readonly create: (program: string, options?: Partial<StackOptions>) => Promise<EngineStack>;
  /** A stack whose configuration names this platform. */
  readonly on: (
    platform: { host: string; apiKey: string },
    program: string,
    options?: Partial<StackOptions>,
  ) => Promise<EngineStack>;
}

export const dynamicProvider: ProviderUnderTest = {
  name: "dynamic provider",
  runtime: "javascript",
  type: connectionType,
  refreshKnowsIgnoredChanges: false,
  keysAreOutputs: true,
  handler: 'exports.handler = () => require("pulumi-model-connections/hooks").hooks;',
  declared: (args) => args,
  warningPrefix: "warning: ",
  connections,
  withSecretKeys,
  create: (program, options) => EngineStack.create({ program, ...options }),
  on: (platform, program, options) => EngineStack.on(platform, program, options),
};

export const nativeProvider: ProviderUnderTest = {
  name: "native provider",
  runtime: "yaml",
  type: nativeType,
  refreshKnowsIgnoredChanges: true,
  keysAreOutputs: false,
  handler: undefined,
  declared: withoutNulls,
  warningPrefix: "",
  connections: yamlConnections,
  withSecretKeys: yamlWithSecretKeys,
  create: (program, options) => EngineStack.create({ program, runtime: "yaml", ...options }),
  on: (platform, program, options) => EngineStack.on(platform, program, { runtime: "yaml", ...options }),
};

export const bothProviders = [dynamicProvider, nativeProvider];
