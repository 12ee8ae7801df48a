// A stack of the dynamic provider continues with the native one, and goes back: the same connections, and nothing is sent.
import type { Emulator } from "pulumi-model-connections/emulator";
import { fences } from "../docs/fences";
import { nativeType } from "../support/event-log";
import { expectSettled, succeeded } from "../support/outcomes";
import { keyOn, onPlatform, startPlatform, writesTo } from "../support/platform";
import {
  anthropic,
  azure,
  connection,
  connections,
  customApi,
  fromScratch,
  gateway,
  ofEachEndpoint,
  ofEachProvider,
  openAi,
  program,
} from "../support/program";
import { EngineStack } from "../support/stack";
import { identities, managed } from "../support/state";
import { yamlConnections } from "../support/yaml";

// The language host for YAML drops a null inside an object, so the payload has none.
const house = { ...fromScratch, payload: { input: "{{prompt}}", options: { maxTokens: 10 } } };
const declared = { openAi, azure, anthropic, customApi, gateway, house };
const aliased = `{ aliases: [{ type: "${nativeType}" }] }`;
const dynamic = (options?: string) =>
  program(...Object.entries(declared).map(([name, args]) => connection(name, args, options)));

let emulator: Emulator;
beforeEach(async () => (emulator = await startPlatform({ customApi: "masked" })));

test("moved to the native provider without an option, and back with an alias", async () => {
  const stack = await EngineStack.on(emulator, dynamic());
  succeeded(await stack.up());
  const before = await identities(stack);
  emulator.clearJournal();

  stack.use("yaml", yamlConnections(declared));
  expect(succeeded(await stack.preview("--expect-no-changes")).plan).toEqual({ same: 6 });
  expect(succeeded(await stack.up("--skip-preview=false")).plan).toEqual({ same: 6 });
  await expectSettled(stack);
  expect(await identities(stack)).toEqual(before);

  // A refresh removes the keys from the outputs, and the dynamic provider puts them back.
  expect((await managed(stack))["openAi"]!.outputs).not.toHaveProperty("apiKey");
  stack.use("javascript", dynamic(aliased));
  expect(succeeded(await stack.up("--skip-preview=false")).plan).toEqual({ update: 6 });
  for (const { inputs, outputs } of Object.values(await managed(stack, { showSecrets: true })))
    for (const name of ["apiKey", "headers"]) expect(outputs?.[name]).toEqual(inputs?.[name]);
  await expectSettled(stack);
  expect(await identities(stack)).toEqual(before);
  expect(writesTo(emulator)).toEqual([]);
});

test("moved with an explicit provider: only the provider changes, and the keys leave the outputs with the refresh after up", async () => {
  const two = { openAi, azure };
  const options = { azure: { provider: "eu" } };
  const instances = { eu: { host: emulator.host, apiKey: emulator.apiKey } };
  const stack = await EngineStack.on(emulator, connections(two, options, instances));
  succeeded(await stack.up());
  const before = await identities(stack);
  emulator.clearJournal();

  stack.use("yaml", yamlConnections(two, options, instances));
  const preview = await stack.preview("--expect-no-changes");
  expect(preview.output).toContain("no changes were expected");
  expect(preview.plan).toEqual({ same: 2 });
  succeeded(await stack.refresh());
  expect((await managed(stack))["azure"]!.outputs).toHaveProperty("apiKey");
  expect(succeeded(await stack.up()).plan).toEqual({ same: 2 });
  await expectSettled(stack);
  for (const { outputs } of Object.values(await managed(stack))) expect(outputs).not.toHaveProperty("apiKey");
  expect(await identities(stack)).toEqual(before);
  expect(writesTo(emulator)).toEqual([]);
});

test("moved to the native type in TypeScript, with the class of the page", async () => {
  const stack = await EngineStack.on(emulator, dynamic());
  succeeded(await stack.up());
  const before = await identities(stack);
  emulator.clearJournal();
  const [page] = fences().filter(({ text }) => text.includes("class NativeConnection"));
  const statements = Object.entries(declared).map(
    ([name, args]) => `new NativeConnection(${JSON.stringify(name)}, ${JSON.stringify(args)});`,
  );
  stack.use("typescript", [page!.text, ...statements, ""].join("\n"));
  expect(succeeded(await stack.up("--skip-preview=false")).plan).toEqual({ same: 6 });
  expect(await identities(stack)).toEqual(before);
  expect(writesTo(emulator)).toEqual([]);
});

test("moved back without a key in state: the dynamic provider can refresh and destroy", async () => {
  const keyless = {
    environment: { ...ofEachProvider.openAi, apiKeyEnv: "STORE", apiKeyVersion: "1" },
    bare: ofEachEndpoint.gateway,
  };
  const stack = await EngineStack.on(emulator, yamlConnections(keyless), {
    runtime: "yaml",
    env: { STORE: "sk-environment-1666" },
  });
  succeeded(await stack.up());
  emulator.clearJournal();
  stack.use("javascript", program(...Object.entries(keyless).map((each) => connection(...each, aliased))));
  expect(succeeded(await stack.up()).plan).toEqual({ update: 2 });
  await expectSettled(stack);
  expect(succeeded(await stack.refresh("--expect-no-changes")).plan).toEqual({ same: 2 });
  expect(succeeded(await stack.destroy()).plan).toEqual({ delete: 2 });
  expect(writesTo(emulator)).toEqual([]);
});

test("moved back with the same keys from variables: nothing is sent, and nothing is replaced", async () => {
  const stack = await EngineStack.on(emulator, yamlConnections({ openAi, customApi }), {
    runtime: "yaml",
    env: { OPEN_AI: openAi.apiKey, CUSTOM_API: customApi.apiKey },
  });
  succeeded(await stack.up());
  const before = await identities(stack);
  emulator.clearJournal();
  const fromVariable = { apiKey: undefined, apiKeyVersion: "1" };
  const back = {
    openAi: { ...openAi, ...fromVariable, apiKeyEnv: "OPEN_AI" },
    customApi: { ...customApi, ...fromVariable, apiKeyEnv: "CUSTOM_API" },
  };
  stack.use("javascript", program(...Object.entries(back).map((each) => connection(...each, aliased))));
  expect(succeeded(await stack.up()).plan).toEqual({ update: 2 });
  expect(await identities(stack)).toEqual(before);
  expect(writesTo(emulator)).toEqual([]);
  await expectSettled(stack);
});

test("moved in the same up that rotates a key", async () => {
  const stack = await EngineStack.on(emulator, dynamic());
  succeeded(await stack.up());
  const before = await identities(stack);
  stack.use("yaml", yamlConnections({ ...declared, openAi: { ...openAi, apiKey: "sk-rotated-key-7777" } }));
  expect(succeeded(await stack.up()).plan).toEqual({ same: 5, update: 1 });
  expect(await identities(stack)).toEqual(before);
  expect(keyOn(onPlatform(emulator, before["openAi"]!.id))).toBe("sk-rotated-key-7777");
  await expectSettled(stack);
});
