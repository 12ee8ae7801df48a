// `pulumi import` of connections that were created in the console: the program that it writes changes nothing.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ConnectionDraft, Emulator } from "pulumi-model-connections/emulator";
import { nativeType } from "../support/event-log";
import { expectSettled, succeeded } from "../support/outcomes";
import { keyOn, onPlatform, startPlatform, writesTo } from "../support/platform";
import { anthropic, type Args, azure, customApi, fromScratch, gateway, openAi } from "../support/program";
import { EngineStack } from "../support/stack";
import { managed } from "../support/state";
import { yamlConnections, yamlProgram } from "../support/yaml";

const runtime = "yaml" as const;
let emulator: Emulator;
beforeEach(async () => (emulator = await startPlatform({ customApi: "masked" })));

/** Imports connections into an empty stack, and makes what `pulumi import` writes the stack's program. @param ids by logical name */
async function importAll(ids: Record<string, string>): Promise<EngineStack> {
  const stack = await EngineStack.on(emulator, "{}", { runtime });
  const resources = Object.entries(ids).map(([name, id]) => ({ type: nativeType, name, id }));
  writeFileSync(join(stack.folder, "import.json"), JSON.stringify({ resources }));
  const flags = ["--protect=false", "--yes", "--skip-preview"];
  const run = await stack.run("import", "--file", "import.json", "--out", "imported.yaml", ...flags);
  expect(succeeded(run).output).not.toMatch(/bug|panic/i);
  stack.program(readFileSync(join(stack.folder, "imported.yaml"), "utf8"));
  return stack;
}

test("12 connections of all providers and forms: the written program names variables in place of the keys, is clean in a refresh and a preview, and writes nothing", async () => {
  const ids = fillByConsole(emulator);
  expect(Object.keys(ids)).toHaveLength(12);
  const before = emulator.connections();
  const stack = await importAll(ids);
  const program = readFileSync(join(stack.folder, "imported.yaml"), "utf8");
  expect(program).toMatch(/apiKeyEnv: OPENAI_API_KEY/);
  expect(program).toMatch(/apiKeyVersion: imported/);
  expect(program).toMatch(/Authorization: GATEWAY_AUTHORIZATION/);
  expect(program).not.toMatch(/host|__name|__auto|apiKey:/);
  // A job that looks for drift may run before the first up.
  expect(succeeded(await stack.refresh("--expect-no-changes")).plan).toEqual({ same: 12 });
  expect(succeeded(await stack.preview("--diff", "--expect-no-changes")).plan).toEqual({ same: 12 });
  await expectSettled(stack);
  expect(Object.entries(await managed(stack)).map(([name, { id }]) => [name, id])).toEqual(
    expect.arrayContaining(Object.entries(ids)),
  );
  expect(writesTo(emulator)).toEqual([]);
  expect(emulator.connections()).toEqual(before);
});

test("the option `import` imports without a write, and can be removed", async () => {
  const { openAi: chat, azure: second, gateway: endpoint } = fillByConsole(emulator);
  const credentials = { apiKeyVersion: "imported" };
  const properties = {
    chat: { provider: "Open AI", model: openAi.model, apiKeyEnv: "CHAT_API_KEY", ...credentials },
    second: { ...azure, apiKey: undefined, apiKeyEnv: "SECOND_API_KEY", ...credentials },
    endpoint: {
      ...{ ...gateway, headers: undefined, headersEnv: { Authorization: "ENDPOINT_AUTHORIZATION" } },
      ...credentials,
    },
  };
  const names: Args = { chat, second, endpoint };
  const program = (options: (id: unknown) => Args) =>
    yamlProgram(
      Object.fromEntries(
        Object.entries(properties).map(([name, args]) => [
          name,
          {
            properties: { ...args, connectionName: onPlatform(emulator, String(names[name])).connectionName },
            options: options(names[name]),
          },
        ]),
      ),
    );
  const stack = await EngineStack.on(
    emulator,
    program((id) => ({ import: id })),
    { runtime },
  );
  expect(succeeded(await stack.up("--skip-preview=false")).plan).toEqual({ import: 3 });
  stack.program(program(() => ({})));
  expect(succeeded(await stack.preview("--expect-no-changes")).plan).toEqual({ same: 3 });
  await expectSettled(stack);
  expect(writesTo(emulator)).toEqual([]);
});

test("a real key that is given later is sent in place, and for provider API it is recorded without a request", async () => {
  const declared = { openAi, azure, anthropic, customApi, gateway };
  // Another stack has created and left them.
  const other = await EngineStack.on(emulator, yamlConnections(declared), { runtime });
  succeeded(await other.up());
  const created = Object.entries(await managed(other));
  const ids = Object.fromEntries(created.map(([name, { id }]) => [name, id!]));
  emulator.clearJournal();

  const stack = await importAll(ids);
  const given = Object.entries({ ...declared, openAi: { ...openAi, apiKey: "sk-open-ai-second-1234" } }).map(
    ([name, args]) => [name, { ...args, connectionName: onPlatform(emulator, ids[name]!).connectionName }],
  );
  stack.program(yamlConnections(Object.fromEntries(given) as typeof declared));
  const { plan, output } = succeeded(await stack.up());
  expect(plan).toEqual({ update: 5 });
  expect(output).toContain("was imported, so the program's key is recorded as the one that it has");
  const written = writesTo(emulator).map(({ method, path }) => `${method} ${path.split("/").at(-1)}`);
  expect(written.sort()).toEqual(
    ["openAi", "azure", "anthropic", "gateway"].map((name) => `PATCH ${ids[name]}`).sort(),
  );
  expect(keyOn(onPlatform(emulator, ids["openAi"]!))).toBe("sk-open-ai-second-1234");
  expect(emulator.connections()).toHaveLength(5);
  await expectSettled(stack);
});

test("a key that changes in the console is no drift until the program has one, and no variable is sent in its place", async () => {
  const { openAi: chat, custom, gateway: endpoint } = fillByConsole(emulator);
  const stack = await importAll({ chat: chat!, custom: custom!, endpoint: endpoint! });
  succeeded(await stack.up("--expect-no-changes"));
  for (const id of [chat!, custom!]) emulator.console.exchangeKey(id, "key-of-the-console-rotated");
  emulator.console.changeHeader(endpoint!, "Authorization", "Bearer key-of-the-console-rotated");
  const before = emulator.connections();
  Object.assign(stack.env, {
    CHAT_API_KEY: "sk-of-somebody-else-1111",
    CUSTOM_API_KEY: "sk-of-somebody-else-2222",
    ENDPOINT_AUTHORIZATION: "Bearer gw-of-somebody-else-3333",
  });
  await expectSettled(stack);
  await expectSettled(stack);
  expect(writesTo(emulator)).toEqual([]);
  expect(emulator.connections()).toEqual(before);
});

test("an unknown id is an error that says what to check", async () => {
  const stack = await EngineStack.on(emulator, "{}", { runtime });
  const { code, output } = await stack.run("import", nativeType, "gone", "cn-no-such-id", "--yes");
  expect(code).not.toBe(0);
  expect(output).toContain("Check the id, and whether");
  expect((await stack.exportState()).deployment.resources ?? []).not.toContainEqual(
    expect.objectContaining({ type: nativeType }),
  );
});

/** Two connections of each provider, and of each form of provider "API". Returns their ids by logical name. */
function fillByConsole({ console }: Emulator): Record<string, string> {
  const key = (name: string) => ({ API_KEY: `key-of-the-console-${name}` });
  const ofAzure = {
    ...{ api_version: azure.apiVersion, your_resource_name: azure.resourceName },
    deployment_id: azure.deploymentId,
  };
  const endpoint = { provider: "API", status: "FINALIZED", isEnable: true } as const;
  const features = {
    ...{ toolCalling: false, supportTools: false, parallelToolCalling: false },
    ...{ structuredResponse: false, dataGeneration: false, streaming: false },
  };
  const ofGateway = {
    ...{ ...endpoint, model: gateway.model, endpointUrl: gateway.endpointUrl },
    ...({ bodyTab: "providerReferences", mapProvider: gateway.mapProvider, idp: "none" } as const),
    ...{ llmFeatures: features, IOMappings: ["textToText"] as "textToText"[] },
  };
  // The language host for YAML drops a null inside an object, so the payload has none.
  const ofHouse = {
    ...{ ...endpoint, model: fromScratch.model, endpointUrl: fromScratch.endpointUrl },
    ...{ payload: { input: "{{prompt}}", options: { maxTokens: 10 } }, promptVars: [], customVars: [] },
    ...{ outputPath: fromScratch.outputPath, inputTokensPath: "", outputTokensPath: "" },
  };
  const header = (name: string, value: string) => [{ key: name, value }];
  const prompt = {
    ...({ name: "prompt", displayName: "Prompt", status: "active", dataType: "string" } as const),
    ...{ elementType: null, defaultValue: "", required: true, examples: ['"quoted"', "{{prompt}}"] },
  };
  const drafts = {
    openAi: { provider: "Open AI", model: openAi.model, fields: key("openAi") },
    off: { provider: "Open AI", model: "o3", fields: key("off"), status: "INACTIVE" },
    azure: { provider: "Azure Open AI", model: azure.model, fields: { ...ofAzure, ...key("azure") } },
    azure2: {
      ...{ provider: "Azure Open AI", model: "GPT-5" },
      fields: { ...ofAzure, deployment_id: "second", ...key("azure2") },
    },
    anthropic: { provider: "Anthropic", model: anthropic.model, fields: key("anthropic") },
    "claude-3.5": { provider: "Anthropic", model: "claude-3", fields: key("claude") },
    custom: { provider: "API", fields: { BASE_URL: customApi.baseUrl, ...key("custom") } },
    custom2: { provider: "API", fields: { BASE_URL: "https://b.example.com/v1?a=b", ...key("custom2") } },
    gateway: { ...ofGateway, headers: header("Authorization", "Bearer key-of-the-console-gateway") },
    open: {
      ...{ ...ofGateway, endpointUrl: "https://open.example.com", headers: [] },
      ...{ llmFeatures: { ...features, toolCalling: true, streaming: true } },
      IOMappings: ["textToText", "imageToText"],
    },
    house: { ...ofHouse, headers: header("x-api-key", "key-of-the-console-house") },
    house2: {
      ...{ ...ofHouse, payload: { prompt: "{{prompt}}", list: [1, "two", { three: 3 }] } },
      ...{ promptVars: [prompt], customVars: [{ name: "tone", "odd key": 1 }] },
      ...{ inputTokensPath: "usage.prompt_tokens", headers: header("x-api-key", "key-of-the-console-2") },
    },
  } as const;
  const created = Object.entries(drafts).map(([name, draft]) => {
    const connectionName = `${name} "of" the console: ${name.toUpperCase()}`;
    return [name, console.create({ ...draft, connectionName } as ConnectionDraft).connectionId];
  });
  return Object.fromEntries(created) as Record<string, string>;
}
