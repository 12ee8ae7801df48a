// The connections with this package. Host and platform key come from the environment.
import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { ModelConnection } from "pulumi-model-connections";
import type { Wanted } from "../fleet.mts";

for (const { name, args, apiKey } of JSON.parse(readFileSync("fleet.json", "utf8")) as Wanted[])
  new ModelConnection(name, { ...args, apiKey: pulumi.secret(apiKey) });
