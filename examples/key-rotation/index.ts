import * as pulumi from "@pulumi/pulumi";
import { ModelConnection } from "pulumi-model-connections";

const keys = new pulumi.Config();

// A new key is sent to the existing connection.
const gpt4o = new ModelConnection("gpt4o", {
  provider: "Open AI",
  model: "gpt-4o",
  apiKey: keys.requireSecret("openaiKey"),
});

// A new key replaces the connection: don't set connectionName, so that the two names don't conflict.
const custom = new ModelConnection("custom", {
  provider: "API",
  baseUrl: "https://models.example.com/v1",
  apiKey: keys.requireSecret("customKey"),
});

export const ids = { gpt4o: gpt4o.id, custom: custom.id };
// Shows that the platform has the new key, without showing the key.
export const masks = { gpt4o: gpt4o.maskedApiKey, custom: custom.maskedApiKey };
