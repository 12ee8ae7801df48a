// The table of fields: which provider has which field, which values are valid, and where the field is in the API.
import { PROVIDERS } from "../../provider/api/records";
import { ENDPOINT_FORMS } from "../../provider/model-connection/forms";
import { FIELDS, type Field, FIELD_NAMES, type FieldName } from "../../provider/model-connection/fields";
import { has } from "../../provider/model-connection/fields-of-form";
import { isModelProvider, modelTypeOf } from "../../provider/model-connection/forms";

const UNSAFE =
  'must not contain control characters, invisible characters, or text that Pulumi or a CI runner interprets as a command: "<" before "{%", "##" before "[", "::" at its start, or JSON with a backslash or "::"';
const ofEndpoints = ["provider", "connectionName", "model", "endpointUrl"];
const tokens = ["inputTokensPath", "outputTokensPath"];
const problemOf = (name: FieldName, value: string) => (FIELDS[name] as Field).problem(value);

test("each provider has the fields of the reference", () => {
  const table = Object.fromEntries(
    [...PROVIDERS, ...ENDPOINT_FORMS].map((provider) => [
      provider,
      FIELD_NAMES.filter((name) => has(provider, name)),
    ]),
  );
  expect(table).toEqual({
    API: ["provider", "connectionName", "baseUrl"],
    "Open AI": ["provider", "connectionName", "model"],
    "Azure Open AI": ["provider", "connectionName", "model", "apiVersion", "resourceName", "deploymentId"],
    Anthropic: ["provider", "connectionName", "model"],
    knownFormat: [...ofEndpoints, "mapProvider", "llmFeatures", "ioMappings"],
    fromScratch: [...ofEndpoints, "payload", "promptVars", "customVars", "outputPath", ...tokens],
  });
});

test("each field is where the reference documents it", () => {
  const places = Object.fromEntries(FIELD_NAMES.map((name) => [name, FIELDS[name].wire]));
  expect(places).toEqual({
    provider: { top: "provider" },
    connectionName: { top: "connectionName" },
    model: { top: "model" },
    baseUrl: { field: "BASE_URL" },
    apiVersion: { field: "api_version" },
    resourceName: { field: "your_resource_name" },
    deploymentId: { field: "deployment_id" },
    endpointUrl: { top: "endpointUrl" },
    mapProvider: { top: "mapProvider" },
    llmFeatures: { top: "llmFeatures" },
    ioMappings: { top: "IOMappings" },
    payload: { top: "payload" },
    promptVars: { top: "promptVars" },
    customVars: { top: "customVars" },
    outputPath: { top: "outputPath" },
    inputTokensPath: { top: "inputTokensPath" },
    outputTokensPath: { top: "outputTokensPath" },
  });
});

test("only Azure Open AI and Anthropic have a modelType", () => {
  expect(PROVIDERS.map(modelTypeOf)).toEqual([undefined, undefined, "EASY_INTEGRATION", "EASY_INTEGRATION"]);
});

test("the providers are exactly the four of the reference", () => {
  expect(PROVIDERS.every(isModelProvider)).toBe(true);
  expect(["OpenAI", "open ai", "", undefined, 7, "toString"].some(isModelProvider)).toBe(false);
  expect(problemOf("provider", "Mistral")).toBe("must be one of API, Open AI, Azure Open AI, Anthropic");
});

test.each(["gpt", " gpt ", "ünïcode 名前 🔑", 'quotes " and \\', "a".repeat(255), "$(x) %s ${y}"])(
  "a name or model can be %p",
  (value) => {
    expect(problemOf("connectionName", value)).toBeUndefined();
    expect(problemOf("model", value)).toBeUndefined();
  },
);

test.each([
  ["", "must not be empty"],
  [" \t", "must not be empty"],
  ["gpt\n", UNSAFE],
  ["g\u001b[31mpt", UNSAFE],
  ["g\u0000t", UNSAFE],
  ["g\ud800t", UNSAFE],
  ["a".repeat(256), "must not be longer than 255 characters"],
])("a name or model can't be %p", (value, problem) => {
  expect(problemOf("connectionName", value)).toBe(problem);
  expect(problemOf("model", value)).toBe(problem);
});

test.each([
  ["", "must not be empty"],
  ["two words", "must not contain whitespace or line breaks"],
  ["2024-08-01\n", "must not contain whitespace or line breaks"],
  ["a".repeat(2_049), "must not be longer than 2,048 characters"],
])("an Azure field can't be %p", (value, problem) => {
  for (const name of ["apiVersion", "resourceName", "deploymentId"] as const)
    expect(problemOf(name, value)).toBe(problem);
});

test.each([
  "https://api.example.com",
  "http://localhost:8080/v1?x=1",
  "HTTPS://API.EXAMPLE.COM",
  "https://[::1]/",
])("baseUrl can be %s", (value) => {
  expect(problemOf("baseUrl", value)).toBeUndefined();
});

test.each([
  "",
  "api.example.com",
  "ftp://x",
  "https://",
  "https://a b",
  "https://x\n",
  " https://x",
  "javascript:1",
])("baseUrl can't be %p", (value) => {
  expect(problemOf("baseUrl", value)).toMatch(/^must be an http or https URL/);
});

test("baseUrl can have 2,048 characters and not more", () => {
  const url = "https://x/".padEnd(2_048, "a");
  expect([problemOf("baseUrl", url), problemOf("baseUrl", `${url}a`)]).toEqual([
    undefined,
    "must not be longer than 2,048 characters",
  ]);
});

test.each(["https://user@x.example", "https://:word@x.example", "https://user:word@x.example"])(
  "baseUrl can't contain credentials: %s",
  (value) => {
    expect(problemOf("baseUrl", value)).toBe(
      "must not contain a user name or password: the key belongs in apiKey",
    );
  },
);
