import * as pulumi from "@pulumi/pulumi";
import { ModelConnection, ModelProvider } from "pulumi-model-connections";

const keys = new pulumi.Config();

// A model behind your own API. The platform can't change its key: a new key replaces the connection.
const custom = new ModelConnection("custom", {
  provider: ModelProvider.CustomApi,
  baseUrl: "https://models.example.com/v1",
  apiKey: keys.requireSecret("customKey"),
});

const openAi = new ModelConnection("openai", {
  provider: ModelProvider.OpenAi,
  model: "gpt-4o",
  // By default, as above, the name is derived from the logical name. An explicit name must change together with the model.
  connectionName: "OpenAI for everyone",
  apiKey: keys.requireSecret("openaiKey"),
});

const azure = new ModelConnection("azure", {
  provider: ModelProvider.AzureOpenAi,
  model: "GPT-4",
  apiVersion: "2024-08-01-preview",
  resourceName: "my-azure-resource",
  deploymentId: "my-deployment",
  apiKey: keys.requireSecret("azureKey"),
});

const claude = new ModelConnection("claude", {
  provider: ModelProvider.Anthropic,
  model: "claude-3-5-haiku-20241022",
  apiKey: keys.requireSecret("anthropicKey"),
  // When the connection is removed from the stack, its key on the platform is overwritten. The default is "retain".
  deletionPolicy: "scrub",
});

export const connections = [custom, openAi, azure, claude].map(
  ({ id, connectionName, provider, status, maskedApiKey }) => ({
    ...{ id, connectionName, provider, status, maskedApiKey },
  }),
);
