import * as pulumi from "@pulumi/pulumi";
import { ModelConnection } from "pulumi-model-connections";

const config = new pulumi.Config();

const gateway = new ModelConnection("gateway", {
  provider: "API",
  model: "llama-3.3-70b",
  endpointUrl: config.require("endpointUrl"),
  // The gateway speaks OpenAI's format, so the platform knows what to send and where the answer is.
  mapProvider: "openAIModel",
  // An omitted flag is false.
  llmFeatures: { toolCalling: true, supportTools: true, streaming: true },
  // Read where `pulumi up` runs, and sent as "Bearer …". The state contains only the variable's name.
  headersEnv: { Authorization: { env: "GATEWAY_KEY", prefix: "Bearer " } },
  // A new version sends the header values again: change it whenever the key is rotated.
  apiKeyVersion: config.require("keyVersion"),
  // When the connection is removed from the stack, no valid key remains on the platform.
  deletionPolicy: "scrub",
});

export const connectionId = gateway.id;
export const connectionName = gateway.connectionName;
