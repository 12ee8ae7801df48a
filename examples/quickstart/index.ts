import * as pulumi from "@pulumi/pulumi";
import { ModelConnection } from "pulumi-model-connections";

const keys = new pulumi.Config();

const gpt4o = new ModelConnection("gpt4o", {
  provider: "Open AI",
  model: "gpt-4o",
  apiKey: keys.requireSecret("openaiKey"),
});

const azure = new ModelConnection("azure", {
  provider: "Azure Open AI",
  model: "GPT-4",
  apiVersion: "2024-08-01-preview",
  resourceName: "my-azure-resource",
  deploymentId: "my-deployment",
  apiKey: keys.requireSecret("azureKey"),
});

const claude = new ModelConnection("claude", {
  provider: "Anthropic",
  model: "claude-3-5-haiku-20241022",
  apiKey: keys.requireSecret("anthropicKey"),
});

const custom = new ModelConnection("custom", {
  provider: "API",
  baseUrl: "https://api.example.com",
  apiKey: keys.requireSecret("customKey"),
});

export const connections = {
  gpt4o: gpt4o.connectionName,
  azure: azure.connectionName,
  claude: claude.connectionName,
  custom: custom.connectionName,
};
