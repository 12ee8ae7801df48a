import * as pulumi from "@pulumi/pulumi";
import { ModelConnection } from "pulumi-model-connections";

const config = new pulumi.Config();

const support = new ModelConnection("support", {
  provider: "Open AI",
  // The name in the console. Provider and model must equal those of the existing connection.
  connectionName: "Support bot",
  model: "gpt-4o",
  apiKey: config.requireSecret("supportKey"),
  // You can remove this line after the first pulumi up; that changes nothing.
  adopt: true,
});

export const id = support.id;
