// Which arguments of provider "API" compile together. tsc checks this file; nothing runs it.
import * as pulumi from "@pulumi/pulumi";
import { ModelConnection, type ModelConnectionArgs } from "../../provider/index";

declare const key: pulumi.Output<string>;

const endpoint = {
  provider: "API",
  model: "llama-3",
  endpointUrl: "https://gateway.example.com/v1",
} as const;
const prompt = {
  ...{ name: "prompt", displayName: "Prompt", status: true, dataType: "string" },
  ...{ elementType: null, defaultValue: "", required: true },
};

/** As a constructor takes them. */
const valid = (args: ModelConnectionArgs): ModelConnectionArgs => args;

export const accepted = [
  valid({
    ...endpoint,
    mapProvider: "openAIModel",
    headers: { Authorization: pulumi.interpolate`Bearer ${key}` },
  }),
  valid({
    ...endpoint,
    mapProvider: "anthropicModel",
    headersEnv: { "x-api-key": "GATEWAY_KEY", Authorization: { env: "TOKEN", prefix: "Bearer " } },
    apiKeyVersion: "1",
    llmFeatures: { streaming: true, toolCalling: pulumi.output(true) },
    ioMappings: ["textToText", "imageToText"],
    adopt: true,
    connectionName: "gateway",
    deletionPolicy: "scrub",
    status: "ACTIVE",
  }),
  valid({
    ...endpoint,
    payload: { model: "llama-3", messages: [{ role: "user", content: "{{prompt}}" }], extra: key },
    promptVars: [prompt],
    customVars: [{ name: "team", value: key }],
    outputPath: "choices[0].message.content",
    inputTokensPath: "usage.prompt_tokens",
  }),
];

export const rejected: ModelConnectionArgs[] = [
  // @ts-expect-error neither kind
  { ...endpoint },
  // @ts-expect-error both kinds
  { ...endpoint, mapProvider: "openAIModel", payload: {}, outputPath: "text" },
  // @ts-expect-error both forms
  { ...endpoint, mapProvider: "openAIModel", baseUrl: "https://api.example.com", apiKey: key },
  // @ts-expect-error a key belongs in a header
  { ...endpoint, mapProvider: "openAIModel", apiKey: key },
  // @ts-expect-error the first form has no headers
  { provider: "API", baseUrl: "https://api.example.com", apiKey: key, headers: {} },
  // @ts-expect-error a field of this form on another provider
  { provider: "Open AI", model: "gpt-4o", apiKey: key, mapProvider: "openAIModel" },
  // @ts-expect-error an unknown flag
  { ...endpoint, mapProvider: "openAIModel", llmFeatures: { stream: true } },
  // @ts-expect-error an unknown mapping
  { ...endpoint, mapProvider: "openAIModel", ioMappings: ["textToVideo"] },
  // @ts-expect-error an unknown format
  { ...endpoint, mapProvider: "openAI" },
  // @ts-expect-error a payload without outputPath
  { ...endpoint, payload: {} },
  // @ts-expect-error a variable without its members
  { ...endpoint, payload: {}, outputPath: "text", promptVars: [{ name: "prompt" }] },
  // @ts-expect-error a payload that is a text
  { ...endpoint, payload: "{}", outputPath: "text" },
];

/** The case that most programs have. */
export function common(): ModelConnection {
  return new ModelConnection("gateway", {
    provider: "API",
    model: "llama-3",
    endpointUrl: "https://gateway.example.com/v1/chat/completions",
    mapProvider: "openAIModel",
    headers: { Authorization: pulumi.interpolate`Bearer ${key}` },
  });
}
