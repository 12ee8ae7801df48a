// `model-connections list`: the table, the JSON, the filters, and how it fails.
import { startEmulator, type Emulator } from "../../emulator/index";
import { type Environment, runCommand } from "./command";

let emulator: Emulator;
let environment: Environment;
beforeAll(async () => {
  emulator = await startEmulator({ defaultLimit: 2 });
  environment = { MODEL_CONNECTIONS_HOST: emulator.host, MODEL_CONNECTIONS_API_KEY: emulator.viewOnlyKey };
  const openAi = { provider: "Open AI", model: "gpt-4o" } as const;
  emulator.console.create({ ...openAi, connectionName: "b (prod)", fields: { API_KEY: "sk-planted-b" } });
  emulator.console.create({
    provider: "API",
    connectionName: "a\u001b[31m\nred",
    fields: { API_KEY: "sk-planted-a", BASE_URL: "https://a.example.com" },
  });
  emulator.console.create({
    ...openAi,
    connectionName: "c [prod]",
    status: "INACTIVE",
    fields: { API_KEY: "sk-planted-c" },
  });
});
afterAll(() => emulator.stop());

const list = (...args: string[]) => runCommand(["list", ...args], environment);
const namesIn = (json: string) =>
  (JSON.parse(json) as { connectionName: string }[]).map(({ connectionName }) => connectionName);

test("the table has a row per connection, sorted by name, in plain columns, whatever the platform's list limit", async () => {
  const { out, err, exit } = await list();
  expect({ err, exit }).toEqual({ err: "", exit: 0 });
  const [head, ...rows] = out.trimEnd().split("\n");
  expect(head!.split(/ {2,}/)).toEqual(["NAME", "PROVIDER", "MODEL", "STATUS", "ID", "CREATED"]);
  const [b, a, c] = emulator.connections();
  expect(rows.map((row) => row.split(/ {2,}/))).toEqual([
    ["a�[31m�red", "API", "-", "ACTIVE", a!.connectionId, a!.createdOn],
    ["b (prod)", "Open AI", "gpt-4o", "ACTIVE", b!.connectionId, b!.createdOn],
    ["c [prod]", "Open AI", "gpt-4o", "INACTIVE", c!.connectionId, c!.createdOn],
  ]);
});

test("--json prints the API's own items, with unchanged names", async () => {
  const { out, exit } = await list("--json");
  expect(exit).toBe(0);
  expect(namesIn(out)).toEqual(["a\u001b[31m\nred", "b (prod)", "c [prod]"]);
  expect(Object.keys((JSON.parse(out) as object[])[1]!).sort()).toEqual(
    ["connectionId", "connectionName", "createdOn", "model", "modifiedOn", "provider", "status"].sort(),
  );
});

test.each([
  [["--provider", "API"], ["a\u001b[31m\nred"]],
  [["--status", "INACTIVE"], ["c [prod]"]],
  [["--name", "*[prod]"], ["c [prod]"]],
  [
    ["--name", "*prod*"],
    ["b (prod)", "c [prod]"],
  ],
  [["--name", "*red"], ["a\u001b[31m\nred"]],
  [["--name", "prod"], []],
  [["--provider", "Open AI", "--status", "ACTIVE"], ["b (prod)"]],
])("%j selects %j", async (filters, names) => {
  expect(namesIn((await list("--json", ...filters)).out)).toEqual(names);
});

test("an empty list says so", async () => {
  expect(await list("--provider", "Anthropic")).toEqual({ out: "No connections.\n", err: "", exit: 0 });
  expect((await list("--provider", "Anthropic", "--json")).out).toBe("[]\n");
});

test("--host overrides the environment, and the key is not an option", async () => {
  const elsewhere = { ...environment, MODEL_CONNECTIONS_HOST: "elsewhere.example.com" };
  expect(await runCommand(["list", "--host", emulator.url], elsewhere)).toMatchObject({ exit: 0 });
  expect(await list("--api-key", "sk-planted")).toMatchObject({ out: "", exit: 2 });
});

test.each([
  [["--provider", "OpenAI"], /provider.*Open AI/s],
  [["--status", "on"], /status.*ACTIVE, INACTIVE/s],
  [["surplus"], /too many arguments/],
])("%j is wrong usage: exit code 2", async (args, message) => {
  const { out, err, exit } = await list(...args);
  expect({ out, exit }).toEqual({ out: "", exit: 2 });
  expect(err).toMatch(message);
});

test("a missing or rejected setting gives one sentence without a key, with exit code 1", async () => {
  const nothing = await runCommand(["list"]);
  expect(nothing).toEqual({
    ...{ out: "", exit: 1 },
    err: "The settings of model-connections can't be used: --host is missing: give it, or set MODEL_CONNECTIONS_HOST; the platform's API key is missing: set MODEL_CONNECTIONS_API_KEY.\n",
  });
  const empty = await runCommand(["list"], { ...environment, MODEL_CONNECTIONS_HOST: "" });
  expect(empty.err).toBe(
    "The settings of model-connections can't be used: --host is missing: give it, or set MODEL_CONNECTIONS_HOST.\n",
  );

  const wrongKey = await runCommand(["list"], { ...environment, MODEL_CONNECTIONS_API_KEY: "planted-key" });
  expect(wrongKey).toMatchObject({ out: "", exit: 1 });
  expect(wrongKey.err).toMatch(/^[A-Z][^\n]*401[^\n]*\.\n$/);
  expect(wrongKey.err).not.toContain("planted-key");

  const insecure = await list("--host", "http://models.example.com");
  expect(insecure).toMatchObject({ out: "", exit: 1 });
  expect(insecure.err).toContain("plain http");
});

test("--help says where the key comes from", async () => {
  const { out, exit } = await list("--help");
  expect(exit).toBe(0);
  expect(out).toContain("read from MODEL_CONNECTIONS_API_KEY");
});

test("--json escapes what a terminal could interpret, and parses to the exact values", async () => {
  const connectionName = "a<{%boom%}>\u009b\u2028\u202e\u{e0041}👩‍💻";
  const { connectionId } = emulator.console.create({
    provider: "Anthropic",
    model: "m",
    connectionName,
    fields: { API_KEY: "sk-planted-d" },
  });
  const { out } = await list("--json", "--provider", "Anthropic");
  expect(namesIn(out)).toEqual([connectionName]);
  expect(out).toContain("a\\u003c{%boom%}>\\u009b\\u2028\\u202e\\udb40\\udc41👩‍💻");
  emulator.console.remove(connectionId);
});

test("no line of the table begins with a command of a CI runner", async () => {
  const item = { connectionId: "cn-1", connectionName: " ::add-mask::a", provider: "API" };
  emulator.faults.inject({ on: {}, fault: { kind: "wrongShape", body: { connections: [item], total: 1 } } });
  const { out } = await list();
  expect(out).toContain(" \ufffd:add-mask::a");
  expect(out).not.toMatch(/^\s*::/m);
});

test.each([
  ["*a*a*a*a*a*a*a*a*b", "a".repeat(1_000), false],
  ["*a*b", `${"a".repeat(500)}b`, true],
  ["a*a", "a", false],
  ["**", "", true],
])("--name %s is decided in linear time", async (pattern, name, isFound) => {
  const item = { connectionId: "cn-1", connectionName: name, provider: "API" };
  emulator.faults.inject({ on: {}, fault: { kind: "wrongShape", body: { connections: [item], total: 1 } } });
  const began = performance.now();
  expect(namesIn((await list("--json", "--name", pattern)).out)).toHaveLength(isFound ? 1 : 0);
  expect(performance.now() - began).toBeLessThan(2_000);
});

test.each([
  [{ total: 101 }, "the platform lists only 100 of 101 connections"],
  [{}, "the platform lists 100 connections and doesn't say whether there are more"],
])("a list that is not or may not be complete is printed with a warning: %j", async (total, words) => {
  const connections = Array.from({ length: 100 }, (_, n) => ({
    connectionId: `cn-${n}`,
    connectionName: `connection ${n}`,
    provider: "Open AI",
  }));
  const fault = { kind: "wrongShape", body: { connections, ...total } } as const;
  emulator.faults.inject({ on: {}, times: Infinity, fault });
  const { out, err, exit } = await list("--json");
  emulator.faults.clear();
  expect(namesIn(out)).toHaveLength(100);
  expect({ err, exit }).toEqual({ err: `Warning: ${words}.\n`, exit: 0 });
});

test("60,000 connections are listed as a table", async () => {
  const connections = Array.from({ length: 60_000 }, (_, n) => ({
    connectionId: `cn-${n}`,
    connectionName: `connection ${n}`,
    provider: "Open AI",
    model: "gpt-4o",
  }));
  const body = { connections, total: connections.length };
  emulator.faults.inject({ on: {}, fault: { kind: "wrongShape", body } });
  const { out } = await list();
  expect(out.split("\n")).toHaveLength(60_002);
}, 60_000);
