// The life of a connection of each provider: created, unchanged, key rotated, replaced by another model, removed from the stack.
import type { Emulator } from "pulumi-model-connections/emulator";
import { bothProviders } from "../support/both-providers";
import { expectSettled, said } from "../support/outcomes";
import { onPlatform, requests, startPlatform } from "../support/platform";
import { anthropic, azure, customApi, openAi } from "../support/program";
import type { EngineStack, Run } from "../support/stack";
import { type Identities, identities, managed } from "../support/state";

const declared: Estate = { gpt4o: openAi, azure, claude: anthropic, custom: customApi };
const rotated = each(declared, ({ apiKey }) => ({ apiKey: `${apiKey}-rotated` }));
const remodelled = each(rotated, ({ model }) =>
  model === undefined ? { baseUrl: "https://next.example.com" } : { model: `${model}-next` },
);
const names = ["gpt4o", "azure", "claude", "custom"] as const;

describe.each(bothProviders)("$name", ({ on, connections, handler, keysAreOutputs }) => {
  test("up creates one connection of each provider as declared, rotates keys, replaces, and destroy keeps them all", async () => {
    const emulator = await startPlatform();
    const stack = await on(emulator, connections(declared));

    const first = await expectCreated(stack, emulator);
    const second = await expectRotated(stack, emulator, first);
    const third = await expectReplaced(stack, emulator, second);

    const before = emulator.connections();
    emulator.clearJournal();
    const destroyed = await stack.destroy();
    expect(destroyed).toMatchObject({ code: 0, plan: { delete: 4 } });
    expectLeftBehind(destroyed, Object.values(third));
    expect(await managed(stack)).toEqual({});
    expect(requests(emulator)).toEqual({});
    expect(emulator.connections()).toEqual(before);
  });

  /** One list for all in the preview and one in the update, one POST and one GET for each; then an up without changes sends nothing, and a refresh one GET for each. */
  async function expectCreated(stack: EngineStack, emulator: Emulator): Promise<Identities> {
    const created = await stack.up("--skip-preview=false");
    expect(created).toMatchObject({ code: 0, plan: { create: 4 }, failed: [] });
    expect(requests(emulator)).toEqual({ list: 2, create: 4, get: 4 });
    const first = await identities(stack);
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
    await expectCleanState(stack, emulator, declared);

    const unchanged = await stack.up("--expect-no-changes", "--skip-preview=false");
    expect(unchanged).toMatchObject({ code: 0, plan: { same: 4 } });
    expect(requests(emulator)).toEqual({});
    expect(await stack.refresh("--expect-no-changes")).toMatchObject({ code: 0, plan: { same: 4 } });
    expect(new Set(emulator.journal().map(({ connectionId }) => connectionId)).size).toBe(4);
    expect(requests(emulator)).toEqual({ get: 4 });
    return first;
  }

  /** A new key is one PATCH of the key alone and one GET; provider "API" gets a new connection instead. */
  async function expectRotated(
    stack: EngineStack,
    emulator: Emulator,
    first: Identities,
  ): Promise<Identities> {
    stack.program(connections(rotated));
    const run = await stack.up("--skip-preview=false");
    expect(run).toMatchObject({ code: 0, plan: { update: 3, replace: 1 } });
    const sent = emulator.journal().filter(({ connectionId }) => connectionId === first["gpt4o"]!.id);
    expect(sent.map(({ operation, bodyKeys }) => ({ operation, bodyKeys }))).toEqual([
      { operation: "update", bodyKeys: ["fields", "fields.API_KEY"] },
      { operation: "get", bodyKeys: [] },
    ]);
    expect(requests(emulator)).toEqual({ update: 3, list: 2, create: 1, get: 4 });
    expect(run.steps.find(({ op }) => op === "replace")).toMatchObject({
      urn: stack.urn("custom"),
      keys: ["apiKey", "connectionName"],
    });
    const second = await identities(stack);
    expect({ ...second, custom: first["custom"] }).toEqual(first);
    expectNewName("custom", first, second);
    expectLeftBehind(run, [first["custom"]!]);
    for (const name of names)
      expect(onPlatform(emulator, second[name]!.id).fields["API_KEY"]).toBe(rotated[name].apiKey);
    expect(onPlatform(emulator, first["custom"]!.id).fields["API_KEY"]).toBe(customApi.apiKey);
    expect(emulator.connections()).toHaveLength(5);
    await expectSettled(stack);
    return second;
  }

  /** Another model, or base URL, is a new connection with a new name. */
  async function expectReplaced(
    stack: EngineStack,
    emulator: Emulator,
    second: Identities,
  ): Promise<Identities> {
    const before = emulator.connections();
    stack.program(connections(remodelled));
    const run = await stack.up();
    expect(run).toMatchObject({ code: 0, plan: { replace: 4 } });
    const third = await identities(stack);
    for (const name of names) {
      const changed = name === "custom" ? "baseUrl" : "model";
      const step = run.steps.find(({ op, urn }) => op === "replace" && urn === stack.urn(name));
      expect(step?.keys).toEqual([changed, "connectionName"].sort());
      expect(step?.diffs.sort()).toEqual([changed, "connectionName"].sort());
      expectNewName(name, second, third);
      expect(onPlatform(emulator, third[name]!.id).fields["API_KEY"]).toBe(rotated[name].apiKey);
    }
    expect(onPlatform(emulator, third["gpt4o"]!.id).model).toBe("gpt-4o-next");
    expect(onPlatform(emulator, third["custom"]!.id).fields["BASE_URL"]).toBe("https://next.example.com");
    expectLeftBehind(run, Object.values(second));
    expect(emulator.connections()).toHaveLength(9);
    expect(emulator.connections().slice(0, 5)).toEqual(before);
    await expectCleanState(stack, emulator, remodelled);
    await expectSettled(stack);
    return third;
  }

  function expectNewName(logicalName: string, before: Identities, now: Identities) {
    expect(now[logicalName]!.id).not.toBe(before[logicalName]!.id);
    expect(now[logicalName]!.name).not.toBe(before[logicalName]!.name);
    expect(now[logicalName]!.name).toMatch(new RegExp(`^${logicalName}-[0-9a-f]{7}$`));
  }

  function expectLeftBehind(run: Run, behind: Identities[string][]) {
    const lines = said(run)
      .split("\n")
      .filter((line) => line.includes("still exists"));
    expect(lines).toHaveLength(behind.length);
    for (const { id, name } of behind) {
      const warning = `warning: model connection "${name}" (${id}) is no longer in this stack`;
      expect(lines).toContainEqual(expect.stringContaining(warning));
    }
  }

  /** Keys are ciphertext wherever they are, the dynamic provider's handler is one line that requires the hooks, and state is small. */
  async function expectCleanState(stack: EngineStack, emulator: Emulator, args: Estate) {
    const resources = Object.values(await managed(stack));
    expect(resources).toHaveLength(4);
    for (const { inputs, outputs } of resources) {
      expect(inputs?.["apiKey"]).toMatchObject({ ciphertext: expect.stringMatching(/^v1:/) });
      if (keysAreOutputs)
        expect(outputs?.["apiKey"]).toMatchObject({ ciphertext: expect.stringMatching(/^v1:/) });
      else expect(outputs).not.toHaveProperty("apiKey");
      expect(inputs?.["__provider"]).toBe(handler);
      expect(outputs?.["__provider"]).toBe(handler);
      expect(outputs).toMatchObject({ host: emulator.host, status: "ACTIVE" });
    }
    const files = Object.values(stack.stateFiles()).join("\n");
    for (const { apiKey } of Object.values(args)) expect(files).not.toContain(apiKey);

    // The language host for YAML adds a stack trace of itself.
    const written =
      handler === undefined ? resources.map((each) => ({ ...each, stackTrace: undefined })) : resources;
    const sizes = written.map((resource) => JSON.stringify(resource).length);
    expect(Math.max(...sizes)).toBeLessThan(2_500);
  }
});

type Declared = { provider: string; apiKey: string; model?: string };
type Estate = Record<(typeof names)[number], Declared>;

function each(estate: Estate, change: (args: Declared) => object): Estate {
  const changed = Object.entries(estate).map(([name, args]) => [name, { ...args, ...change(args) }]);
  return Object.fromEntries(changed) as Estate;
}
