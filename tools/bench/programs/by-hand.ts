// What one writes without this package: a dynamic provider with everything in its closure, fetch, and keys as plain values.
import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import type { Wanted } from "../fleet.mts";

type Args = Wanted["args"] & { connectionName: string; apiKey: string };
type Outputs = Args & { status: string; maskedApiKey: string };

interface Answer {
  connectionId: string;
  status: string;
  fields: { API_KEY: string };
}

const host = process.env["MODEL_CONNECTIONS_HOST"] ?? "";
const platformKey = process.env["MODEL_CONNECTIONS_API_KEY"] ?? "";

async function call(method: string, path: string, body?: object): Promise<Answer> {
  const response = await fetch(`http://${host}/api/public/connections${path}`, {
    method,
    headers: { "x-api-key": platformKey, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path} failed: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}

function fieldsOf(args: Args): object {
  const fields: Record<string, string> = { API_KEY: args.apiKey };
  if (args.provider === "Azure Open AI") {
    fields["api_version"] = args.apiVersion;
    fields["your_resource_name"] = args.resourceName;
    fields["deployment_id"] = args.deploymentId;
  }
  return fields;
}

function outputsOf(args: Args, { status, fields }: Answer): Outputs {
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
    const { provider, connectionName, model } = args;
    const easy = provider === "Open AI" ? {} : { modelType: "EASY_INTEGRATION" };
    const body = { provider, connectionName, model, ...easy, fields: fieldsOf(args) };
    const answer = await call("POST", "", body);
    return { id: answer.connectionId, outs: outputsOf(args, answer) };
  },
  async read(id, props) {
    if (props === undefined) throw new Error(`${id} has no properties`);
    return { id, props: outputsOf(props, await call("GET", `/${id}`)) };
  },
  async update(id, _olds, news) {
    return { outs: outputsOf(news, await call("PATCH", `/${id}`, { fields: { API_KEY: news.apiKey } })) };
  },
};

class Connection extends pulumi.dynamic.Resource {
  constructor(name: string, args: pulumi.Inputs) {
    super(provider, name, { status: undefined, maskedApiKey: undefined, ...args });
  }
}

const declared = JSON.parse(readFileSync("fleet.json", "utf8")) as Wanted[];
for (const { name, args, apiKey } of declared)
  new Connection(name, { ...args, apiKey, connectionName: `by-hand-${name}` });
