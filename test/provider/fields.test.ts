// The table of fields: which provider has which, what a valid value is, where it stands in the API.
import {
  FIELDS,
  type Field,
  IMMUTABLE_FIELDS,
  type ImmutableField,
  MODEL_PROVIDERS,
  has,
  isModelProvider,
  modelTypeOf,
} from "../../provider/model-connection/fields";

const faultOf = (name: ImmutableField, value: string) => (FIELDS[name] as Field).problem(value);

test("each provider has the fields of the reference", () => {
  const table = Object.fromEntries(
    MODEL_PROVIDERS.map((provider) => [provider, IMMUTABLE_FIELDS.filter((name) => has(provider, name))]),
  );
  expect(table).toEqual({
    API: ["provider", "connectionName", "baseUrl"],
    "Open AI": ["provider", "connectionName", "model"],
    "Azure Open AI": ["provider", "connectionName", "model", "apiVersion", "resourceName", "deploymentId"],
    Anthropic: ["provider", "connectionName", "model"],
  });
});

test("each field stands where the reference has it", () => {
  const places = Object.fromEntries(IMMUTABLE_FIELDS.map((name) => [name, FIELDS[name].wire]));
  expect(places).toEqual({
    provider: { top: "provider" },
    connectionName: { top: "connectionName" },
    model: { top: "model" },
    baseUrl: { field: "BASE_URL" },
    apiVersion: { field: "api_version" },
    resourceName: { field: "your_resource_name" },
    deploymentId: { field: "deployment_id" },
  });
});

test("modelType goes with Azure Open AI and Anthropic", () => {
  expect(MODEL_PROVIDERS.map(modelTypeOf)).toEqual([
    undefined,
    undefined,
    "EASY_INTEGRATION",
    "EASY_INTEGRATION",
  ]);
});

test("providers are the four of the reference, letter by letter", () => {
  expect(MODEL_PROVIDERS.every(isModelProvider)).toBe(true);
  expect(["OpenAI", "open ai", "", undefined, 7, "toString"].some(isModelProvider)).toBe(false);
  expect(faultOf("provider", "OpenAI")).toBe("must be one of API, Open AI, Azure Open AI, Anthropic");
});

test.each(["gpt", " gpt ", "ünïcode 名前 🔑", 'quotes " and \\', "a".repeat(255), "$(x) %s ${y}"])(
  "a name or model may be %p",
  (value) => {
    expect(faultOf("connectionName", value)).toBeUndefined();
    expect(faultOf("model", value)).toBeUndefined();
  },
);

test.each([
  ["", "must not be empty"],
  [" \t", "must not be empty"],
  ["gpt\n", "must not contain control characters"],
  ["g\u001b[31mpt", "must not contain control characters"],
  ["g\u0000t", "must not contain control characters"],
  ["g\ud800t", "must not contain control characters"],
  ["a".repeat(256), "must not be longer than 255 characters"],
])("a name or model can't be %p", (value, fault) => {
  expect(faultOf("connectionName", value)).toBe(fault);
  expect(faultOf("model", value)).toBe(fault);
});

test.each([
  ["", "must not be empty"],
  ["two words", "must not contain whitespace, line breaks or control characters"],
  ["2024-08-01\n", "must not contain whitespace, line breaks or control characters"],
])("an Azure field can't be %p", (value, fault) => {
  for (const name of ["apiVersion", "resourceName", "deploymentId"] as const)
    expect(faultOf(name, value)).toBe(fault);
});

test.each([
  "https://api.example.com",
  "http://localhost:8080/v1?x=1",
  "HTTPS://API.EXAMPLE.COM",
  "https://[::1]/",
])("baseUrl may be %s", (value) => {
  expect(faultOf("baseUrl", value)).toBeUndefined();
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
  expect(faultOf("baseUrl", value)).toMatch(/^must be an http or https URL/);
});

test.each(["https://user@x.example", "https://:word@x.example", "https://user:word@x.example"])(
  "baseUrl carries no credentials: %s",
  (value) => {
    expect(faultOf("baseUrl", value)).toBe(
      "must not contain a user name or password: the key belongs in apiKey",
    );
  },
);
