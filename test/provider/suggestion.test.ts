// "Did you mean": which argument a mistyped name or an API name most likely means.
import { ARGUMENTS } from "../../provider/model-connection/check";
import { PROVIDERS } from "../../provider/api/records";
import { suggestion } from "../../provider/suggestion";

const suggested = (name: string) => suggestion(name, ARGUMENTS);

test.each([
  ["ApiKey", "apiKey"],
  ["api_key", "apiKey"],
  ["API_KEY", "apiKey"],
  ["apikei", "apiKey"],
  ["modle", "model"],
  ["base_url", "baseUrl"],
  ["BASE_URL", "baseUrl"],
  ["api_version", "apiVersion"],
  ["deployment_id", "deploymentId"],
  ["your_resource_name", "resourceName"],
  ["conectionName", "connectionName"],
  ["deletion-policy", "deletionPolicy"],
  ["name", "connectionName"],
  ["key", "apiKey"],
  ["url", "baseUrl"],
  ["import", "adopt"],
])("%s suggests %s", (name, argument) => {
  expect(suggested(name)).toBe(`; did you mean "${argument}"?`);
});

test.each([
  ["OpenAI", "Open AI"],
  ["openai", "Open AI"],
  ["open-ai", "Open AI"],
  ["Open_AI", "Open AI"],
  ["Open AI.", "Open AI"],
  ["AzureOpenAI", "Azure Open AI"],
  ["azure", "Azure Open AI"],
  ["anthropic", "Anthropic"],
  ["Antropic", "Anthropic"],
  ["Claude", "Anthropic"],
  ["api", "API"],
])("%s as a provider suggests %s", (value, provider) => {
  expect(suggestion(value, PROVIDERS)).toBe(`; did you mean "${provider}"?`);
});

test.each(["xAI", "AWS", "", "A", "Mistral", "Google"])("%j as a provider has no suggestion", (value) => {
  expect(suggestion(value, PROVIDERS)).toBe("");
});

test.each([
  "temperature",
  "x",
  "",
  "constructor",
  "__proto__",
  "toString",
  "hasOwnProperty",
  "🔑".repeat(50_000),
])("unrelated name %# has no suggestion", (name) => {
  expect(suggested(name)).toBe("");
});

test("without candidates there is no suggestion", () => {
  expect(suggestion("apiKye", [])).toBe("");
});
