import * as pulumi from "@pulumi/pulumi";
import { ModelConnection, ModelProvider } from "pulumi-model-connections";

const keys = new pulumi.Config();

// A model behind an API of your own. Its key can't be changed in place: a new key makes a new connection.
const custom = new ModelConnection("custom", {
  provider: ModelProvider.CustomApi,
  baseUrl: "https://models.example.com/v1",
  apiKey: keys.requireSecret("customKey"),
});

const openAi = new ModelConnection("openai", {
  provider: ModelProvider.OpenAi,
  model: "gpt-4o",
  // Left out, as above, the name is made from the logical one. A name of your own has to change along with the model.
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
  // When the stack lets it go its key on the platform is overwritten. "retain" is the default.
  deletionPolicy: "scrub",
});

export const connections = [custom, openAi, azure, claude].map(
  ({ id, connectionName, provider, status, maskedApiKey }) => ({
    ...{ id, connectionName, provider, status, maskedApiKey },
  }),
);
