// Valid arguments of each provider, as the constructor passes them to the engine.
import type { Inputs, State } from "../../provider/model-connection/properties";

export type Args = Record<string, unknown>;

export const openAi = { provider: "Open AI", model: "gpt-4o", apiKey: "sk-declared-0001" };
export const azure = {
  provider: "Azure Open AI",
  model: "GPT-4",
  apiKey: "azure-declared-0001",
  apiVersion: "2024-08-01-preview",
  resourceName: "my-azure-resource",
  deploymentId: "my-deployment",
};
export const anthropic = {
  provider: "Anthropic",
  model: "claude-3-5-haiku-20241022",
  apiKey: "sk-ant-declared-0001",
};
export const customApi = {
  provider: "API",
  baseUrl: "https://api.example.com",
  apiKey: "sk-own-declared-0001",
};

export const allProviders = [openAi, azure, anthropic, customApi];

/** The `__autoName` that the constructor adds for a resource with this logical name. */
export const seedOf = (logicalName: string) => `0123456789abcdef:${logicalName}`;

/** Inputs as check returns them. */
export const declared = (args: Args = openAi, more: Args = {}): Inputs =>
  ({ connectionName: "prod", deletionPolicy: "retain", host: "h", ...args, ...more }) as unknown as Inputs;

/** State as create returns it. */
export const stored = (args: Args = openAi, more: Args = {}): State => declared(args, more);

export const without = (properties: object, name: string): Args =>
  Object.fromEntries(Object.entries(properties).filter(([key]) => key !== name));
