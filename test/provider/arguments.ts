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

export const knownFormat = {
  provider: "API",
  model: "llama-3",
  endpointUrl: "https://gateway.example.com/v1",
  headers: { Authorization: "Bearer gw-declared-0001", "Content-Type": "application/json" },
  mapProvider: "openAIModel",
};
export const fromScratch = {
  provider: "API",
  model: "house-1",
  endpointUrl: "https://models.example.com/generate",
  headers: { "x-api-key": "hs-declared-0001" },
  payload: { model: "house-1", messages: [{ role: "user", content: "{{prompt}}\n\nAnswer." }] },
  outputPath: "choices[0].message.content",
  inputTokensPath: "usage.prompt_tokens",
  outputTokensPath: "usage.completion_tokens",
};
/** Both kinds of a custom endpoint. */
export const endpoints = [knownFormat, fromScratch];

export const allProviders = [openAi, azure, anthropic, customApi];

/** The `__autoName` that the constructor adds for a resource with this logical name. */
export const seedOf = (logicalName: string) => `0123456789abcdef:${logicalName}`;

/** Inputs as check returns them. */
export const declared = (args: Args = openAi, more: Args = {}): Inputs =>
  ({ connectionName: "prod", deletionPolicy: "retain", host: "h", ...args, ...more }) as unknown as Inputs;

/** State as create returns it. */
export const stored = (args: Args = openAi, more: Args = {}): State => declared(args, more);

/** An endpoint of which the platform shows nothing. */
export const emptyRecord = {
  ...{ connectionId: "x", connectionName: "x", provider: "API", model: undefined, modelType: undefined },
  ...{ status: undefined, createdOn: undefined, modifiedOn: undefined, fields: {} },
};

export const without = (properties: object, name: string): Args =>
  Object.fromEntries(Object.entries(properties).filter(([key]) => key !== name));
