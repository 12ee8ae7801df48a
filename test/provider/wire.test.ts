// The conversion between arguments and the API's JSON, in both directions.
import type { ConnectionRecord } from "../../provider/api/records";
import { UNKNOWN } from "../../provider/model-connection/properties";
import {
  disagreements,
  liveFields,
  stateWithoutWrite,
  observed,
  stateAfterWrite,
  toWire,
} from "../../provider/model-connection/wire";
import { azure, customApi, declared, openAi, stored } from "./arguments";

const record = (more: Partial<ConnectionRecord> = {}): ConnectionRecord => ({
  connectionId: "cn-1",
  connectionName: "prod",
  provider: "Azure Open AI",
  model: "GPT-4",
  modelType: undefined,
  status: "ACTIVE",
  createdOn: "2026-01-01T00:00:00.000Z",
  modifiedOn: undefined,
  fields: {
    API_KEY: "az***0001",
    api_version: "2024-08-01-preview",
    your_resource_name: "my-azure-resource",
    deployment_id: "my-deployment",
  },
  ...more,
});

test("the body of POST is as the reference shows it", () => {
  expect(toWire(declared(azure), "prod-2", "the key")).toEqual({
    provider: "Azure Open AI",
    connectionName: "prod-2",
    model: "GPT-4",
    modelType: "EASY_INTEGRATION",
    fields: {
      API_KEY: "the key",
      api_version: "2024-08-01-preview",
      your_resource_name: "my-azure-resource",
      deployment_id: "my-deployment",
    },
  });
  expect(toWire(declared(customApi), "own", "k")).toEqual({
    provider: "API",
    connectionName: "own",
    fields: { BASE_URL: "https://api.example.com", API_KEY: "k" },
  });
});

test("live fields are the fields that the platform returns", () => {
  expect(liveFields(record())).toEqual({
    provider: "Azure Open AI",
    connectionName: "prod",
    model: "GPT-4",
    apiVersion: "2024-08-01-preview",
    resourceName: "my-azure-resource",
    deploymentId: "my-deployment",
  });
  expect(liveFields(record({ fields: {}, model: undefined }))).toEqual({
    provider: "Azure Open AI",
    connectionName: "prod",
  });
});

test("observed values contain no undefined, and no mask that shows the key", () => {
  expect(observed(record(), azure.apiKey)).toEqual({
    status: "ACTIVE",
    createdOn: "2026-01-01T00:00:00.000Z",
    modelType: "EASY_INTEGRATION",
    maskedApiKey: "az***0001",
  });
  const shown = observed(record({ fields: { API_KEY: "az-key" }, modelType: "OTHER" }), "az-key");
  expect(shown).toMatchObject({ modelType: "OTHER", maskedApiKey: expect.stringMatching(/not stored/) });
});

test("the state after a write is what was declared and what the platform returned, without adopt and apiKeyDrift", () => {
  const inputs = declared(azure, { adopt: true, apiKeyDrift: "perhaps" });
  expect(stateAfterWrite(inputs, record(), azure.apiKey, {})).toEqual({
    ...stored(azure),
    ...observed(record(), azure.apiKey),
  });
});

test("a numbered name is stored together with the name in the inputs", () => {
  const outs = stateAfterWrite(declared(azure), record({ connectionName: "prod-2" }), azure.apiKey, {});
  expect(outs).toMatchObject({ connectionName: "prod-2", __asked: "prod" });
});

test("disagreements name each field with both values, safe to print", () => {
  expect(disagreements(declared(azure), record())).toEqual([]);
  const other = record({ model: "\u001b[1mGPT", fields: { deployment_id: "x" } });
  expect(disagreements(declared(azure), other)).toEqual([
    'model is "�[1mGPT" on the platform and "GPT-4" in the program',
    'deploymentId is "x" on the platform and "my-deployment" in the program',
  ]);
  expect(disagreements(declared(openAi), record())).toEqual([
    'provider is "Azure Open AI" on the platform and "Open AI" in the program',
    'model is "GPT-4" on the platform and "gpt-4o" in the program',
  ]);
});

test("unknown values and fields that the platform doesn't return agree", () => {
  expect(disagreements(declared(azure, { model: UNKNOWN }), record())).toEqual([]);
  expect(disagreements(declared(azure), record({ fields: {} }))).toEqual([]);
});

test("a change of state only keeps the name, what the platform last returned, and how it stores the arguments", () => {
  const olds = stored(openAi, {
    connectionName: "prod-2",
    __asked: "prod",
    status: "INACTIVE",
    maskedApiKey: "s***",
    __stored: { model: { declared: "GPT-4o", live: "gpt-4o" } },
  });
  const news = declared(openAi, { deletionPolicy: "scrub", adopt: true });
  expect(stateWithoutWrite(olds, news)).toEqual({ ...olds, deletionPolicy: "scrub" });
});
