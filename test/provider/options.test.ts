// Resource options: ignoring changes of a credential also ignores that it changed outside Pulumi.
import { withRules } from "../../provider/program/options";

test.each([
  ["apiKey", true],
  ["headers", true],
  ['headers["Authorization"]', true],
  ["headers.Authorization", true],
  ['["headers"].Authorization', true],
  ["headersEnv.Authorization", true],
  ["headersEnv.Authorization.env", true],
  ["*", true],
  ["model", false],
  ["headersOfMine", false],
  ["payload.headers", false],
])("with ignoreChanges of %s, drift of the credentials is ignored: %s", (path, expected) => {
  expect(withRules({ ignoreChanges: [path] }, true).ignoreChanges?.includes("apiKeyDrift")).toBe(expected);
});
