import * as pulumi from "@pulumi/pulumi";
import { ModelConnection } from "pulumi-model-connections";

const config = new pulumi.Config();

const gpt4o = new ModelConnection("gpt4o", {
  provider: "Open AI",
  model: "gpt-4o",
  apiKeyEnv: "OPENAI_API_KEY",
  // A new version sends the key again: change it whenever the vault rotates the key.
  apiKeyVersion: config.require("keyVersion"),
  // When the connection is removed from the stack, no valid key remains on the platform.
  deletionPolicy: "scrub",
  // If somebody switches the connection off, a refresh reports drift. The API can't switch it on again.
  status: "ACTIVE",
});

export const connectionName = gpt4o.connectionName;
