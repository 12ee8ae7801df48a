import * as pulumi from "@pulumi/pulumi";
import { ModelConnection, ModelConnectionsProvider, listConnections } from "pulumi-model-connections";

const config = new pulumi.Config();

// On the stack's own platform: model-connections:host and model-connections:apiKey.
const home = new ModelConnection("claude", {
  provider: "Anthropic",
  model: "claude-3-5-haiku-20241022",
  apiKey: config.requireSecret("anthropicKey"),
});

const eu = new ModelConnectionsProvider("eu", {
  host: config.require("euHost"),
  apiKey: config.requireSecret("euApiKey"),
});
const european = new ModelConnection(
  "claude-eu",
  { provider: "Anthropic", model: "claude-3-5-haiku-20241022", apiKey: config.requireSecret("anthropicKey") },
  { provider: eu },
);

export const hosts = { home: home.host, eu: european.host };
export const inactiveInEurope = listConnections({ status: "INACTIVE" }, { provider: eu }).apply((all) =>
  all.map(({ connectionName }) => connectionName),
);
