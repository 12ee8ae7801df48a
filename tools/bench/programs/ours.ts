// The connections by this package; host and platform key come from the environment.
import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { ModelConnection } from "pulumi-model-connections";
import type { Wanted } from "../fleet.mts";

const declared = JSON.parse(readFileSync("fleet.json", "utf8")) as Wanted[];
for (const { name, args, apiKey } of declared)
  new ModelConnection(name, { ...args, apiKey: pulumi.secret(apiKey) });
