import * as pulumi from "@pulumi/pulumi";
import { ModelConnection } from "pulumi-model-connections";

const config = new pulumi.Config();

const support = new ModelConnection("support", {
  provider: "Open AI",
  // As it is called in the console; provider and model have to agree with what is there.
  connectionName: "Support bot",
  model: "gpt-4o",
  apiKey: config.requireSecret("supportKey"),
  // Can be taken out once pulumi up has run; that changes nothing.
  adopt: true,
});

export const id = support.id;
