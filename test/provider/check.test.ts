// Validation at preview: reports every problem of every argument at once, and never prints a value.
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

const problems = (args: Args, olds: Args = {}) => problemsOf(olds, args);

test.each(allProviders)("$provider is accepted as documented, with and without a name", (args) => {
  expect(problems(args)).toEqual([]);
  expect(problems({ ...args, connectionName: "prod", adopt: true, deletionPolicy: "retain" })).toEqual([]);
});

test.each(allProviders)("$provider: any argument may be unknown", (args) => {
  for (const name of [...Object.keys(args), "connectionName", "adopt", "deletionPolicy"])
    expect(problems({ ...args, [name]: UNKNOWN })).toEqual([]);
});

test.each(allProviders)("$provider: each missing argument is named", (args) => {
  for (const name of Object.keys(args)) {
    const found = problems(without(args, name));
    expect(found).toEqual([expect.stringMatching(`^${name}: is missing`)]);
  }
});

test.each([
  {
    args: openAi,
    name: "baseUrl",
    problem: 'baseUrl: is not an argument of provider "Open AI"; it belongs to "API"',
  },
  {
    args: anthropic,
    name: "apiVersion",
    problem: 'apiVersion: is not an argument of provider "Anthropic"; it belongs to "Azure Open AI"',
  },
  {
    args: customApi,
    name: "model",
    problem:
      'model: is not an argument of provider "API"; it belongs to "Open AI", "Azure Open AI", "Anthropic"',
  },
])("$args.provider: $name is refused, and the problem names its providers", ({ args, name, problem }) => {
  expect(problems({ ...args, [name]: "x" })).toEqual([problem]);
});

test("check reports all problems at once, each starts with its argument, and none contains a value", () => {
  const planted = "sk planted secret";
  const found = problems({
    provider: "API",
    model: planted,
    baseUrl: `https://u:${planted}@x`,
    apiKey: planted,
    connectionName: "",
    adopt: "yes",
    deletionPolicy: planted,
    apiKye: planted,
  });
  expect(found.map((problem) => problem.split(/[: ]/)[0])).toEqual([
    '"apiKye"',
    "connectionName",
    "model",
    "baseUrl",
    "apiKey",
    // These contain the key, too.
    "model",
    "baseUrl",
    "adopt",
    "deletionPolicy",
  ]);
  expect(found.join()).not.toContain("planted");
  expect(found[0]).toBe('"apiKye" is not an argument of ModelConnection; did you mean "apiKey"?');
});

test("a value of the wrong type is a problem of its argument", () => {
  const found = problems({ provider: "Open AI", model: 7, apiKey: { a: 1 }, connectionName: ["x"] });
  expect(found).toEqual([
    "connectionName: must be a string",
    "model: must be a string",
    "apiKey: must be a string",
  ]);
});

test("null means the same as a missing argument", () => {
  expect(
    problems({ ...openAi, connectionName: null, adopt: null, deletionPolicy: null, baseUrl: null }),
  ).toEqual([]);
  expect(problems({ ...openAi, model: null })).toEqual(['model: is missing; provider "Open AI" requires it']);
});

test.each(["\u001b[31mx", "sk-declared-0002", "a".repeat(25)])(
  "%j as the name of an argument is not printed",
  (name) => {
    expect(problems({ ...openAi, [name]: 1 })).toEqual([
      "a name that is not shown, because it could be a key, is not an argument of ModelConnection",
    ]);
  },
);

test.each([
  [{ apiKey: "k", apiKeyEnv: "PATH" }, ["apiKeyEnv: conflicts with apiKey; give one of the two"]],
  [
    { apiKey: "k", apiKeyVersion: "1" },
    ["apiKeyVersion: belongs to apiKeyEnv; remove it, because apiKey doesn't need it"],
  ],
  [{ apiKeyEnv: "PATH" }, [expect.stringMatching(/^apiKeyVersion: is missing; apiKeyEnv requires it/)]],
  [{ apiKeyEnv: "PATH", apiKeyVersion: " " }, ["apiKeyVersion: must not be empty"]],
  [{ apiKeyEnv: "PATH", apiKeyVersion: 2 }, ['apiKeyVersion: must be a string, such as "1" in quotes']],
  [
    { apiKeyEnv: "NOT_SET_ANYWHERE", apiKeyVersion: "1" },
    ["apiKeyEnv: the environment variable NOT_SET_ANYWHERE is not set where pulumi runs"],
  ],
  [{ apiKeyEnv: "PATH", apiKeyVersion: "1" }, []],
  [
    { apiKeyEnv: "PATH", apiKeyVersion: process.env["PATH"] },
    ["apiKeyVersion: must not contain a key, because it is shown and stored in plaintext"],
  ],
  [
    { apiKey: "sk-1234", connectionName: "sk-1234" },
    ["connectionName: must not contain a key, because it is shown and stored in plaintext"],
  ],
])("the key has exactly one source: %j", (key, expected) => {
  expect(problems({ provider: "Open AI", model: "gpt-4o", ...key })).toEqual(expected);
});

test("adopt requires an explicit name, and scrub requires a key that the API can change", () => {
  expect(problems({ ...openAi, adopt: true })).toEqual([
    expect.stringMatching(/^adopt: requires connectionName/),
  ]);
  expect(problems({ ...openAi, adopt: false })).toEqual([]);
  expect(problems({ ...openAi, deletionPolicy: "scrub" })).toEqual([]);
  expect(problems({ ...customApi, deletionPolicy: "scrub" })).toEqual([
    expect.stringMatching(/^deletionPolicy: "scrub" is not possible for provider "API" with baseUrl/),
  ]);
});

test.each([
  ["model", { model: "gpt-5" }],
  ["provider", { provider: "Anthropic" }],
])("an explicit name can't stay the same when %s changes", (name, change) => {
  const olds = { ...stored({ ...openAi, connectionName: "prod" }) };
  const [problem, ...more] = problems({ ...openAi, connectionName: "prod", ...change }, olds);
  expect(problem).toBe(
    `connectionName: ${name} can't be changed in place, so a new connection must be created, and the old connection keeps the name "prod"; choose another connectionName in the same change`,
  );
  expect(more).toEqual([]);
  expect(problems({ ...openAi, connectionName: "prod-2", ...change }, olds)).toEqual([]);
});

test("an explicit name can stay the same when the key changes, except for provider API, or when a field is unknown", () => {
  const olds = { ...stored({ ...azure, connectionName: "prod" }) };
  expect(problems({ ...azure, connectionName: "prod", apiKey: "new" }, olds)).toEqual([]);
  expect(problems({ ...azure, connectionName: "prod", model: UNKNOWN }, olds)).toEqual([]);
  const api = { ...stored({ ...customApi, connectionName: "prod" }) };
  expect(problems({ ...customApi, connectionName: "prod", apiKey: "new" }, api)).toHaveLength(1);
});

test("normalised inputs contain the arguments, the default policy, the platform and the name", () => {
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
    apiKeyId: expect.stringMatching(/^[0-9a-f]{6}$/),
  });
});

test("an auto-name is marked as one, and stays the same in the next check", () => {
  const first = normalised({}, { ...openAi, __autoName: seedOf("gpt") }, "h", new Names());
  expect(first.connectionName).toMatch(/^gpt-[0-9a-f]{7}$/);
  expect(first).toMatchObject({
    __name: first.connectionName,
    __auto: true,
  });
  expect(normalised({ ...first }, { ...openAi, __autoName: seedOf("gpt") }, "h", new Names())).toEqual(first);
});

test("an auto-name that ignoreChanges passes as connectionName stays an auto-name", () => {
  const first = normalised({}, { ...openAi, __autoName: seedOf("ignored") }, "h", new Names());
  const ignored = { ...openAi, connectionName: first.connectionName };
  expect(normalised({ ...first }, { ...ignored, __autoName: seedOf("ignored") }, "h", new Names())).toEqual(
    first,
  );
});
