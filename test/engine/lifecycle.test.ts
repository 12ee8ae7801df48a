// The life of a connection of each provider: made, left alone, re-keyed, made anew for another model, let go.
import { startEmulator, type Emulator } from "pulumi-model-connections/emulator";
import { anthropic, azure, connections, customApi, openAi } from "../support/program";
import { EngineStack, type Run } from "../support/stack";
import { expectSettled, identities, managed, onPlatform, requests, said } from "../support/witnesses";

const declared: Estate = { gpt4o: openAi, azure, claude: anthropic, custom: customApi };
const rotated = each(declared, ({ apiKey }) => ({ apiKey: `${apiKey}-rotated` }));
const remodelled = each(rotated, ({ model }) =>
  model === undefined ? { baseUrl: "https://next.example.com" } : { model: `${model}-next` },
);
const names = ["gpt4o", "azure", "claude", "custom"] as const;
const HANDLER = 'exports.handler = () => require("pulumi-model-connections/hooks").hooks;';

let emulator: Emulator;
let stack: EngineStack;
let first: Identities, second: Identities, third: Identities;

beforeAll(async () => {
  emulator = await startEmulator();
  const { host, apiKey } = emulator;
  stack = await EngineStack.create({ program: connections(declared), host, apiKey });
});
afterAll(() => emulator.stop());

test("up makes one connection of each provider, as declared, and nothing is left to do", async () => {
  const made = await stack.up();
  expect(made).toMatchObject({ code: 0, plan: { create: 4 }, failed: [] });
  first = await identities(stack);
  for (const name of names) {
    expect(first[name]!.name).toMatch(new RegExp(`^${name}-[0-9a-f]{7}$`));
    expect(onPlatform(emulator, first[name]!.id)).toMatchObject({
      connectionName: first[name]!.name,
      provider: declared[name].provider,
    });
  }
  const fields = (name: string) => onPlatform(emulator, first[name]!.id).fields;
  expect(fields("gpt4o")).toEqual({ API_KEY: openAi.apiKey });
  expect(fields("claude")).toEqual({ API_KEY: anthropic.apiKey });
  expect(fields("custom")).toEqual({ API_KEY: customApi.apiKey, BASE_URL: "https://api.example.com" });
  expect(fields("azure")).toEqual({
    API_KEY: azure.apiKey,
    api_version: "2024-08-01-preview",
    your_resource_name: "my-azure-resource",
    deployment_id: "my-deployment",
  });
  expect(emulator.connections()).toHaveLength(4);
  await expectCleanState(declared);
  expect(await stack.preview("--expect-no-changes")).toMatchObject({ code: 0, plan: { same: 4 } });
  await expectSettled(stack);
});

test("a new key is sent in place, and makes a new connection for provider API alone", async () => {
  stack.program(connections(rotated));
  const rekeyed = await stack.up();
  expect(rekeyed).toMatchObject({ code: 0, plan: { update: 3, replace: 1 } });
  expect(rekeyed.steps.find(({ op }) => op === "replace")).toMatchObject({
    urn: stack.urn("custom"),
    keys: ["apiKey", "connectionName"],
  });
  second = await identities(stack);
  expect({ ...second, custom: first["custom"] }).toEqual(first);
  expectNewName("custom", first, second);
  expectLeftBehind(rekeyed, [first["custom"]!]);
  for (const name of names)
    expect(onPlatform(emulator, second[name]!.id).fields["API_KEY"]).toBe(rotated[name].apiKey);
  expect(onPlatform(emulator, first["custom"]!.id).fields["API_KEY"]).toBe(customApi.apiKey);
  expect(emulator.connections()).toHaveLength(5);
  await expectSettled(stack);
});

test("another model makes a new connection of a new name, and the old one is named as left behind", async () => {
  const before = emulator.connections();
  stack.program(connections(remodelled));
  const replaced = await stack.up();
  expect(replaced).toMatchObject({ code: 0, plan: { replace: 4 } });
  third = await identities(stack);
  for (const name of names) {
    const changed = name === "custom" ? "baseUrl" : "model";
    const step = replaced.steps.find(({ op, urn }) => op === "replace" && urn === stack.urn(name));
    expect(step?.keys).toEqual([changed, "connectionName"].sort());
    expect(step?.diffs.sort()).toEqual([changed, "connectionName"].sort());
    expectNewName(name, second, third);
    expect(onPlatform(emulator, third[name]!.id).fields["API_KEY"]).toBe(rotated[name].apiKey);
  }
  expect(onPlatform(emulator, third["gpt4o"]!.id).model).toBe("gpt-4o-next");
  expect(onPlatform(emulator, third["custom"]!.id).fields["BASE_URL"]).toBe("https://next.example.com");
  expectLeftBehind(replaced, Object.values(second));
  expect(emulator.connections()).toHaveLength(9);
  expect(emulator.connections().slice(0, 5)).toEqual(before);
  await expectCleanState(remodelled);
  await expectSettled(stack);
});

test("destroy lets all of them go, says so, and leaves the platform as it is", async () => {
  const before = emulator.connections();
  emulator.clearJournal();
  const destroyed = await stack.destroy();
  expect(destroyed).toMatchObject({ code: 0, plan: { delete: 4 } });
  expectLeftBehind(destroyed, Object.values(third));
  expect(await managed(stack)).toEqual({});
  expect(requests(emulator)).toEqual({});
  expect(emulator.connections()).toEqual(before);
});

type Identities = Awaited<ReturnType<typeof identities>>;

function expectNewName(logicalName: string, before: Identities, now: Identities) {
  expect(now[logicalName]!.id).not.toBe(before[logicalName]!.id);
  expect(now[logicalName]!.name).not.toBe(before[logicalName]!.name);
  expect(now[logicalName]!.name).toMatch(new RegExp(`^${logicalName}-[0-9a-f]{7}$`));
}

function expectLeftBehind(run: Run, behind: Identities[string][]) {
  const lines = said(run)
    .split("\n")
    .filter((line) => line.includes("goes on existing"));
  expect(lines).toHaveLength(behind.length);
  for (const { id, name } of behind) {
    const warning = `warning: model connection "${name}" (${id}) is no longer managed`;
    expect(lines).toContainEqual(expect.stringContaining(warning));
  }
}

/** Keys are ciphertext in inputs and outputs, and the handler is one line that requires the hooks. */
async function expectCleanState(args: Record<string, { apiKey: string }>) {
  const resources = Object.values(await managed(stack));
  expect(resources).toHaveLength(4);
  for (const { inputs, outputs } of resources) {
    expect(inputs?.["apiKey"]).toMatchObject({ ciphertext: expect.stringMatching(/^v1:/) });
    expect(outputs?.["apiKey"]).toMatchObject({ ciphertext: expect.stringMatching(/^v1:/) });
    expect(inputs?.["__provider"]).toBe(HANDLER);
    expect(outputs).toMatchObject({ __provider: HANDLER, host: emulator.host, status: "ACTIVE" });
  }
  const files = Object.values(stack.stateFiles()).join("\n");
  for (const { apiKey } of Object.values(args)) expect(files).not.toContain(apiKey);
}

type Declared = { provider: string; apiKey: string; model?: string };
type Estate = Record<(typeof names)[number], Declared>;

function each(estate: Estate, change: (args: Declared) => object): Estate {
  const changed = Object.entries(estate).map(([name, args]) => [name, { ...args, ...change(args) }]);
  return Object.fromEntries(changed) as Estate;
}
