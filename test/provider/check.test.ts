// Validation at preview: every fault of every argument at once, in words that never hold a value.
import { problemsOf, normalised } from "../../provider/model-connection/check";
import { Names } from "../../provider/model-connection/names";
import { UNKNOWN } from "../../provider/model-connection/properties";
import {
  type Args,
  allProviders,
  anthropic,
  azure,
  customApi,
  openAi,
  seedOf,
  stored,
  without,
} from "./arguments";

const faults = (args: Args, olds: Args = {}) => problemsOf(olds, args);

test.each(allProviders)("$provider is accepted as documented, with and without a name", (args) => {
  expect(faults(args)).toEqual([]);
  expect(faults({ ...args, connectionName: "prod", adopt: true, deletionPolicy: "retain" })).toEqual([]);
});

test.each(allProviders)("$provider accepts any argument as unknown", (args) => {
  for (const name of [...Object.keys(args), "connectionName", "adopt", "deletionPolicy"])
    expect(faults({ ...args, [name]: UNKNOWN })).toEqual([]);
});

test.each(allProviders)("$provider names each argument that it lacks", (args) => {
  for (const name of Object.keys(args)) {
    const found = faults(without(args, name));
    expect(found).toEqual([expect.stringMatching(`^${name}: is missing`)]);
  }
});

test.each([
  [openAi, "baseUrl", 'baseUrl: is not an argument of provider "Open AI"; it belongs to "API"'],
  [
    anthropic,
    "apiVersion",
    'apiVersion: is not an argument of provider "Anthropic"; it belongs to "Azure Open AI"',
  ],
  [
    customApi,
    "model",
    'model: is not an argument of provider "API"; it belongs to "Open AI", "Azure Open AI", "Anthropic"',
  ],
])("$provider refuses %s and says whose it is", (args, name, fault) => {
  expect(faults({ ...args, [name]: "x" })).toEqual([fault]);
});

test("all faults come at once, each with its argument first and no value in it", () => {
  const planted = "sk planted secret";
  const found = faults({
    provider: "API",
    model: planted,
    baseUrl: `https://u:${planted}@x`,
    apiKey: planted,
    connectionName: "",
    adopt: "yes",
    deletionPolicy: planted,
    apiKye: planted,
  });
  expect(found.map((fault) => fault.split(/[: ]/)[0])).toEqual([
    '"apiKye"',
    "connectionName",
    "model",
    "baseUrl",
    "apiKey",
    "adopt",
    "deletionPolicy",
  ]);
  expect(found.join()).not.toContain("planted");
  expect(found[0]).toBe('"apiKye" is not an argument of ModelConnection; did you mean "apiKey"?');
});

test("a value of another type is a fault of its argument", () => {
  const found = faults({ provider: "Open AI", model: 7, apiKey: { a: 1 }, connectionName: ["x"] });
  expect(found).toEqual([
    "connectionName: must be a string",
    "model: must be a string",
    "apiKey: must be a string",
  ]);
});

test("null is the same as left out", () => {
  expect(
    faults({ ...openAi, connectionName: null, adopt: null, deletionPolicy: null, baseUrl: null }),
  ).toEqual([]);
  expect(faults({ ...openAi, model: null })).toEqual(['model: is missing; provider "Open AI" requires it']);
});

test("an argument that escapes the terminal is named in safe letters", () => {
  expect(faults({ ...openAi, "\u001b[31mx": 1 })).toEqual(['"�[31mx" is not an argument of ModelConnection']);
});

test.each([
  [{ apiKey: "k", apiKeyEnv: "PATH" }, ["apiKeyEnv: conflicts with apiKey; give one of the two"]],
  [
    { apiKey: "k", apiKeyVersion: "1" },
    ["apiKeyVersion: belongs to apiKeyEnv; remove it, because apiKey doesn't need it"],
  ],
  [{ apiKeyEnv: "PATH" }, [expect.stringMatching(/^apiKeyVersion: is missing; apiKeyEnv requires it/)]],
  [{ apiKeyEnv: "PATH", apiKeyVersion: " " }, ["apiKeyVersion: must not be empty"]],
  [{ apiKeyEnv: "PATH", apiKeyVersion: 2 }, ["apiKeyVersion: must be a string"]],
  [
    { apiKeyEnv: "NOT_SET_ANYWHERE", apiKeyVersion: "1" },
    ["apiKeyEnv: names the environment variable NOT_SET_ANYWHERE, but that is not set where pulumi runs"],
  ],
  [{ apiKeyEnv: "PATH", apiKeyVersion: "1" }, []],
  [{ apiKeyEnv: "PATH", apiKeyVersion: process.env["PATH"] }, ["apiKeyVersion: must not be the key itself"]],
  [{ apiKey: "sk-1234", connectionName: "sk-1234" }, ["connectionName: must not be the key itself"]],
])("one source of the key: %j", (key, expected) => {
  expect(faults({ provider: "Open AI", model: "gpt-4o", ...key })).toEqual(expected);
});

test("adopt needs an explicit name, and scrub a key that can be changed", () => {
  expect(faults({ ...openAi, adopt: true })).toEqual([
    expect.stringMatching(/^adopt: requires connectionName/),
  ]);
  expect(faults({ ...openAi, adopt: false })).toEqual([]);
  expect(faults({ ...openAi, deletionPolicy: "scrub" })).toEqual([]);
  expect(faults({ ...customApi, deletionPolicy: "scrub" })).toEqual([
    expect.stringMatching(/^deletionPolicy: "scrub" is not possible for provider "API"/),
  ]);
});

test.each([
  ["model", { model: "gpt-5" }],
  ["provider", { provider: "Anthropic" }],
])("an explicit name can't be kept while %s changes", (name, change) => {
  const olds = { ...stored({ ...openAi, connectionName: "prod" }) };
  const [fault, ...more] = faults({ ...openAi, connectionName: "prod", ...change }, olds);
  expect(fault).toBe(
    `connectionName: ${name} can't be changed in place, so a new connection must be created, and the old connection keeps the name "prod"; choose another connectionName in the same change`,
  );
  expect(more).toEqual([]);
  expect(faults({ ...openAi, connectionName: "prod-2", ...change }, olds)).toEqual([]);
});

test("an explicit name is kept through another key, and through what is not known yet", () => {
  const olds = { ...stored({ ...azure, connectionName: "prod" }) };
  expect(faults({ ...azure, connectionName: "prod", apiKey: "new" }, olds)).toEqual([]);
  expect(faults({ ...azure, connectionName: "prod", model: UNKNOWN }, olds)).toEqual([]);
  const api = { ...stored({ ...customApi, connectionName: "prod" }) };
  expect(faults({ ...customApi, connectionName: "prod", apiKey: "new" }, api)).toHaveLength(1);
});

test("normalised inputs hold the arguments, the policy written out, the platform and the name", () => {
  const news = {
    ...openAi,
    connectionName: "prod",
    adopt: true,
    baseUrl: null,
    stray: 1,
    __autoName: seedOf("x"),
  };
  expect(normalised({}, news, "eu.example.com", new Names())).toEqual({
    ...openAi,
    connectionName: "prod",
    adopt: true,
    deletionPolicy: "retain",
    host: "eu.example.com",
  });
});

test("an auto-name is marked as one, and is the same the next time", () => {
  const first = normalised({}, { ...openAi, __autoName: seedOf("gpt") }, "h", new Names());
  expect(first.connectionName).toMatch(/^gpt-[0-9a-f]{7}$/);
  expect(first).toMatchObject({
    __name: first.connectionName,
    __auto: true,
  });
  expect(normalised({ ...first }, { ...openAi, __autoName: seedOf("gpt") }, "h", new Names())).toEqual(first);
});

test("a chosen name that ignoreChanges hands back stays a chosen one", () => {
  const first = normalised({}, { ...openAi, __autoName: seedOf("ignored") }, "h", new Names());
  const handedIn = { ...openAi, connectionName: first.connectionName };
  expect(normalised({ ...first }, { ...handedIn, __autoName: seedOf("ignored") }, "h", new Names())).toEqual(
    first,
  );
});
