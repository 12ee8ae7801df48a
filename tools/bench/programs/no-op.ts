// The no-op baseline: a resource of Pulumi's own class with all seven hooks and the properties of ours, and no requests.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import type { Wanted } from "../fleet.mts";

type Inputs = Wanted["args"] & { apiKey: string };

const observed = {
  status: "ACTIVE",
  maskedApiKey: "sk-***************",
  createdOn: "2026-01-01T00:00:00.000Z",
  modifiedOn: "2026-01-01T00:00:00.000Z",
  modelType: "EASY_INTEGRATION",
};

const provider: pulumi.dynamic.ResourceProvider<Inputs, Inputs & typeof observed> = {
  configure: () => Promise.resolve(),
  check: (_olds, inputs) => Promise.resolve({ inputs }),
  diff: (_id, olds, news) => Promise.resolve({ changes: olds.apiKey !== news.apiKey }),
  create: (inputs) => Promise.resolve({ id: `cn-${randomUUID()}`, outs: { ...inputs, ...observed } }),
  read: (id, props) => Promise.resolve(props === undefined ? { id } : { id, props }),
  update: (_id, _olds, news) => Promise.resolve({ outs: { ...news, ...observed } }),
  delete: () => Promise.resolve(),
};

class NoOp extends pulumi.dynamic.Resource {
  constructor(name: string, args: pulumi.Inputs) {
    const outputs = Object.fromEntries(Object.keys(observed).map((output) => [output, undefined]));
    super(provider, name, { ...outputs, ...args }, { additionalSecretOutputs: ["apiKey"] });
  }
}

for (const { name, args, apiKey } of JSON.parse(readFileSync("fleet.json", "utf8")) as Wanted[])
  new NoOp(name, {
    ...args,
    apiKey: pulumi.secret(apiKey),
    connectionName: `${name}-0000000`,
    deletionPolicy: "retain",
    host: "127.0.0.1:65535",
  });
