// The lookups.
import { described } from "./descriptions.mts";
import { TEXT, refTo } from "./types.mts";

const SUMMARY = ["connectionName", "provider", "model", "status", "createdOn", "modifiedOn"];
const DETAILS = [
  ...SUMMARY,
  ...["baseUrl", "apiVersion", "resourceName", "deploymentId", "endpointUrl", "mapProvider"],
  ...["outputPath", "inputTokensPath", "outputTokensPath", "maskedApiKey"],
];

export function functions() {
  return {
    "model-connections:index:getConnection": {
      description:
        "Reads one connection. Fails if none exists, or if several have the name. Sends one GET; for a name, it requests the list first.",
      inputs: {
        type: "object",
        properties: {
          id: { ...TEXT, description: "The `connectionId`. Conflicts with `connectionName`." },
          connectionName: { ...TEXT, description: "The exact name. Conflicts with `id`." },
        },
      },
      outputs: connection(DETAILS),
    },
    "model-connections:index:listConnections": {
      description: "Lists the connections that match the filters, in the platform's order.",
      inputs: { type: "object", properties: filters() },
      outputs: {
        type: "object",
        properties: { connections: { type: "array", items: refTo("ConnectionSummary") } },
        required: ["connections"],
      },
    },
  };
}

export function connectionSummary() {
  return { description: "A connection in a list.", ...connection(SUMMARY) };
}

function filters() {
  const texts = described("ListConnectionsArgs");
  const types = {
    provider: refTo("ModelProvider"),
    status: refTo("ExpectedStatus"),
    limit: { type: "integer" },
  };
  return Object.fromEntries(
    Object.entries(types).map(([name, type]) => [name, { ...type, description: texts.get(name) ?? "" }]),
  );
}

function connection(names: readonly string[]) {
  const texts = described("ModelConnection");
  const properties = names.map((name) => [name, { ...TEXT, description: texts.get(name) ?? "" }] as const);
  return {
    type: "object",
    properties: { id: { ...TEXT, description: "The connectionId." }, ...Object.fromEntries(properties) },
    required: ["connectionName", "id", "provider"],
  };
}
