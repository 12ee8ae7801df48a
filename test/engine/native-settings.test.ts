// Settings, explicit providers, lookups and timeouts of the native provider.
import type { Emulator } from "pulumi-model-connections/emulator";
import { parse as parseYaml } from "yaml";
import { fences } from "../docs/fences";
import { expectSettled, said, succeeded } from "../support/outcomes";
import { requests, startPlatform, writesTo } from "../support/platform";
import { anthropic, openAi } from "../support/program";
import { EngineStack } from "../support/stack";
import { identities } from "../support/state";
import { explicitType, yamlConnections, yamlProgram } from "../support/yaml";

const runtime = "yaml" as const;
let emulator: Emulator;
beforeEach(async () => (emulator = await startPlatform()));

test("an unknown setting is refused at preview, with the one that may be meant", async () => {
  const stack = await EngineStack.on(emulator, yamlConnections({ gpt4o: openAi }), {
    runtime,
    config: { "model-connections:timoutSeconds": "10" },
  });
  const { code, output } = await stack.preview();
  expect(code).not.toBe(0);
  expect(output).toContain('did you mean "timeoutSeconds"');
});

test("missing settings are reported at preview, once, with both ways to set them", async () => {
  const stack = await EngineStack.create({ program: yamlConnections({ gpt4o: openAi, anthropic }), runtime });
  const { code, output } = await stack.preview();
  expect(code).not.toBe(0);
  expect(output).toContain("model-connections:host is missing: set it with pulumi config set");
  expect(output).toContain("MODEL_CONNECTIONS_API_KEY");
});

test("wrong arguments are all reported at preview, without their values", async () => {
  const wrong = { provider: "Azure Open AI", model: "GPT-4", apiKey: "sk with a space", apiVersoin: "1" };
  const stack = await EngineStack.on(emulator, yamlConnections({ wrong }), { runtime });
  const { code, output } = await stack.preview();
  expect(code).not.toBe(0);
  // The language host knows the schema, and reports what it doesn't have.
  expect(output).toContain("apiVersoin");
  expect(output).not.toContain("sk with a space");
});

test("an explicit provider manages connections on its own platform, and takes nothing from the environment", async () => {
  const eu = await startPlatform();
  const settings = { host: eu.host, apiKey: eu.apiKey, timeoutSeconds: 30, watchModifiedOn: true };
  const resources = {
    eu: { type: explicitType, properties: settings },
    here: { properties: openAi },
    there: { properties: anthropic, options: { provider: "${eu}" } },
  };
  const stack = await EngineStack.on(emulator, yamlProgram(resources), { runtime });
  expect(succeeded(await stack.up()).plan).toEqual({ create: 2 });
  expect(emulator.connections()).toHaveLength(1);
  expect(eu.connections()).toMatchObject([{ provider: "Anthropic" }]);
  await expectSettled(stack);

  // Another setting is an update of the provider alone.
  const changed = { ...resources, eu: { ...resources.eu, properties: { ...settings, timeoutSeconds: 20 } } };
  stack.program(yamlProgram(changed));
  const sent = writesTo(eu).length;
  const up = succeeded(await stack.up("--skip-preview=false"));
  expect(up.plan).toEqual({ same: 2 });
  expect(up.steps.find(({ type }) => type === explicitType)).toMatchObject({
    op: "update",
    diffs: ["timeoutSeconds"],
  });
  expect(writesTo(eu)).toHaveLength(sent);

  stack.env["MODEL_CONNECTIONS_API_KEY"] = eu.apiKey;
  stack.program(yamlProgram({ ...resources, eu: { type: explicitType, properties: { host: eu.host } } }));
  const { code, output } = await stack.preview();
  expect(code).not.toBe(0);
  expect(output).toContain('"eu" is missing: pass it as the argument apiKey');
});

test("the page's program with an explicit provider, lookups and customTimeouts runs, and settles", async () => {
  const provider = "Open AI";
  const key = (name: string) => ({ provider, fields: { API_KEY: `key-of-the-console-${name}` } }) as const;
  const { console } = emulator;
  const shared = console.create({ ...key("shared"), model: "gpt-4o", connectionName: "Shared GPT" });
  console.create({ ...key("off"), model: "o3", connectionName: "Off", status: "INACTIVE" });

  const page = fences().find(({ text }) => text.includes("type: pulumi:providers:model-connections"))!;
  const text = page.text.replace("eu.platform.example.com", emulator.host);
  // The stack has its own Pulumi.yaml.
  const { config, resources, variables, outputs } = parseYaml(text) as Record<string, unknown>;
  const stack = await EngineStack.create({
    ...{ program: JSON.stringify({ config, resources, variables, outputs }), runtime },
    secrets: { europeKey: emulator.apiKey, openaiKey: openAi.apiKey },
  });
  expect(succeeded(await stack.up()).plan).toEqual({ create: 1 });
  expect(JSON.parse((await stack.run("stack", "output", "--json")).stdout)).toMatchObject({
    sharedId: shared.connectionId,
    inactive: [{ connectionName: "Off", status: "INACTIVE" }],
  });
  expect(emulator.connections()).toHaveLength(3);
  await expectSettled(stack);
});

test("a `get` resource reads a connection that the stack doesn't manage", async () => {
  const { connectionId } = emulator.console.create({
    ...{ provider: "Open AI", connectionName: "of the console", model: "gpt-4o" },
    fields: { API_KEY: "sk-of-the-console-1234" },
  });
  const existing = { get: { id: connectionId }, properties: undefined! };
  const program = yamlProgram({ existing }, { outputs: { status: "${existing.status}" } });
  const stack = await EngineStack.on(emulator, program, { runtime });
  expect(succeeded(await stack.up()).outputs).toEqual({ status: "ACTIVE" });
  expect(requests(emulator)).toEqual({ get: 1 });
});

test("customTimeouts limit one resource", async () => {
  const slow = yamlProgram({ gpt4o: { properties: openAi, options: { customTimeouts: { create: "1s" } } } });
  const stack = await EngineStack.on(emulator, slow, { runtime });
  emulator.faults.inject({
    on: { operation: "create" },
    times: Infinity,
    fault: { kind: "slow", milliseconds: 20_000, commitFirst: false },
  });
  const at = Date.now();
  const run = await stack.up();
  expect(Date.now() - at).toBeLessThan(15_000);
  expect(run.code).not.toBe(0);
  expect(said(run, "error")).toContain("the time for this operation ran out");
});

test("a preview with --refresh and unchanged arguments sends one GET for each connection", async () => {
  const stack = await EngineStack.on(emulator, yamlConnections({ openAi, anthropic }), { runtime });
  succeeded(await stack.up());
  requests(emulator);
  succeeded(await stack.preview("--refresh", "--expect-no-changes"));
  expect(requests(emulator)).toEqual({ get: 2 });
  expect(Object.keys(await identities(stack)).sort()).toEqual(["anthropic", "openAi"]);
});
