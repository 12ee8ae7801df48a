// "Did you mean": which argument a mistyped or wire name stands for.
import { ARGUMENTS } from "../../provider/model-connection/check";
import { suggestion } from "../../provider/model-connection/suggestion";

const meant = (name: string) => suggestion(name, ARGUMENTS);

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
])("%s means %s", (name, argument) => {
  expect(meant(name)).toBe(`; did you mean "${argument}"?`);
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
])("nothing is near %#", (name) => {
  expect(meant(name)).toBe("");
});

test("without candidates nothing is meant", () => {
  expect(suggestion("apiKye", [])).toBe("");
});
