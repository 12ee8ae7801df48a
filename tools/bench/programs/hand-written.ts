// What a team writes without this package: a dynamic provider with everything in its closure, fetch, and keys as plain values.
import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import type { Wanted } from "../fleet.mts";

type Args = Wanted["args"] & { connectionName: string; apiKey: string };
type Outputs = Args & { status: string; maskedApiKey: string };
type Connection = { connectionId: string; status: string; fields: { API_KEY: string } };

const host = process.env["MODEL_CONNECTIONS_HOST"] ?? "";
const platformKey = process.env["MODEL_CONNECTIONS_API_KEY"] ?? "";

async function call(method: string, path: string, body?: object): Promise<Connection> {
  const response = await fetch(`http://${host}/api/public/connections${path}`, {
    method,
    headers: { "x-api-key": platformKey, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path} failed: ${response.status} ${await response.text()}`);
  return (await response.json()) as Connection;
}

function bodyOf({ provider, connectionName, model, apiKey, ...rest }: Args): object {
  const azure = "apiVersion" in rest && {
    api_version: rest.apiVersion,
    your_resource_name: rest.resourceName,
    deployment_id: rest.deploymentId,
  };
  const type = provider === "Open AI" ? {} : { modelType: "EASY_INTEGRATION" };
  return { provider, connectionName, model, ...type, fields: { API_KEY: apiKey, ...azure } };
}

function outputsOf(args: Args, { status, fields }: Connection): Outputs {
  return { ...args, status, maskedApiKey: fields.API_KEY };
}

const provider: pulumi.dynamic.ResourceProvider<Args, Outputs> = {
  async diff(_id, olds, news) {
    const immutable = ["provider", "model", "connectionName", "apiVersion", "resourceName", "deploymentId"];
    const differs = (key: string) => Reflect.get(olds, key) !== Reflect.get(news, key);
    const replaces = immutable.filter(differs);
    return Promise.resolve({ changes: replaces.length > 0 || differs("apiKey"), replaces });
  },
  async create(args) {
    const created = await call("POST", "", bodyOf(args));
    return { id: created.connectionId, outs: outputsOf(args, created) };
  },
  async read(id, props) {
    if (props === undefined) throw new Error(`${id} has no properties`);
    return { id, props: outputsOf(props, await call("GET", `/${id}`)) };
  },
  async update(id, _olds, news) {
    return { outs: outputsOf(news, await call("PATCH", `/${id}`, { fields: { API_KEY: news.apiKey } })) };
  },
};

class HandWritten extends pulumi.dynamic.Resource {
  constructor(name: string, args: pulumi.Inputs) {
    super(provider, name, { status: undefined, maskedApiKey: undefined, ...args });
  }
}

for (const { name, args, apiKey } of JSON.parse(readFileSync("fleet.json", "utf8")) as Wanted[])
  new HandWritten(name, { ...args, apiKey, connectionName: `by-hand-${name}` });
