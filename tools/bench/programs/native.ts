// The connections with the type of the native provider. Host and platform key come from the environment.
import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import type { Wanted } from "../fleet.mts";

class ModelConnection extends pulumi.CustomResource {
  constructor(name: string, args: pulumi.Inputs) {
    super("model-connections:index:ModelConnection", name, args);
  }
}

for (const { name, args, apiKey } of JSON.parse(readFileSync("fleet.json", "utf8")) as Wanted[])
  new ModelConnection(name, { ...args, apiKey: pulumi.secret(apiKey) });
