// Every example of the repository runs and does what its page says.
import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { StoredConnection } from "pulumi-model-connections/emulator";
import { expectSettled, succeeded } from "../support/outcomes";
import { onPlatform, requests, startPlatform, writesTo } from "../support/platform";
import { EngineStack, type StackOptions } from "../support/stack";
import { identities } from "../support/state";

const repository = join(__dirname, "../..");
const examples = join(repository, "examples");

/** A scratch stack with the example's files; only the installed packages are links. */
async function stackOf(
  name: string,
  options: Omit<StackOptions, "program" | "project">,
): Promise<EngineStack> {
  const stack = await EngineStack.create({ ...options, program: "", project: name, runtime: "typescript" });
  cpSync(join(examples, name), stack.folder, { recursive: true, filter: (path) => !LOCAL.test(path) });
  return stack;
}

/** Files that working on an example leaves in its folder. */
const LOCAL = /node_modules|Pulumi\.[^/]+\.yaml$/;

async function outputOf(stack: EngineStack, name: string): Promise<unknown> {
  return JSON.parse((await stack.run("stack", "output", name, "--json")).stdout);
}

interface Project {
  compilerOptions: Record<string, unknown>;
}

/** `npm run typecheck` compiles all examples as one program, so each has to have the same options. */
test("all have the compiler options of quickstart, except the types of the one that has tests", () => {
  const projects = readdirSync(examples, { withFileTypes: true }).filter(({ name }) =>
    existsSync(join(examples, name, "tsconfig.json")),
  );
  const optionsOf = (name: string) => {
    const text = readFileSync(join(examples, name, "tsconfig.json"), "utf8");
    const { compilerOptions } = JSON.parse(text) as Project;
    return { ...compilerOptions, types: undefined, isolatedModules: undefined };
  };
  for (const { name } of projects) expect([name, optionsOf(name)]).toEqual([name, optionsOf("quickstart")]);
  expect(projects.length).toBeGreaterThan(8);
});

test("every-provider: up creates one connection of each provider and is settled", async () => {
  const emulator = await startPlatform();
  const stack = await stackOf("every-provider", {
    ...{ host: emulator.host, apiKey: emulator.apiKey },
    secrets: {
      "every-provider:customKey": "custom-of-the-example",
      "every-provider:openaiKey": "sk-of-the-example",
      "every-provider:azureKey": "azure-of-the-example",
      "every-provider:anthropicKey": "sk-ant-of-the-example",
    },
  });
  expect(await stack.up()).toMatchObject({ code: 0, plan: { create: 4 } });
  const there = emulator.connections().map(({ connectionId, connectionName, provider }) => ({
    ...{ id: connectionId, connectionName, provider, status: "ACTIVE" },
    maskedApiKey: expect.stringContaining("***"),
  }));
  expect(there).toHaveLength(4);
  expect(await outputOf(stack, "connections")).toEqual(expect.arrayContaining(there));
  await expectSettled(stack);
});

test("key-rotation: the new key is sent in place, or a new connection gets it where the API can't change it", async () => {
  const emulator = await startPlatform();
  const keys = (generation: number) => ({
    "key-rotation:openaiKey": `sk-of-the-example-${generation}`,
    "key-rotation:customKey": `custom-of-the-example-${generation}`,
  });
  const { host, apiKey } = emulator;
  const stack = await stackOf("key-rotation", { host, apiKey, secrets: keys(1) });
  expect(await stack.up()).toMatchObject({ code: 0, plan: { create: 2 } });
  const before = (await outputOf(stack, "ids")) as Record<string, string>;
  await stack.setConfig({}, { secrets: keys(2) });
  expect(await stack.up()).toMatchObject({ code: 0, plan: { update: 1, replace: 1 } });
  const after = (await outputOf(stack, "ids")) as Record<string, string>;
  expect(after["gpt4o"]).toBe(before["gpt4o"]);
  expect(after["custom"]).not.toBe(before["custom"]);
  expect(onPlatform(emulator, after["gpt4o"]!).fields["API_KEY"]).toBe("sk-of-the-example-2");
  expect(onPlatform(emulator, after["custom"]!).fields["API_KEY"]).toBe("custom-of-the-example-2");
  expect(emulator.connections()).toHaveLength(3);
});

test("many-teams: another team in the list changes no connection of the others", async () => {
  const emulator = await startPlatform();
  const stack = await stackOf("many-teams", {
    ...{ host: emulator.host, apiKey: emulator.apiKey },
    secrets: {
      "many-teams:supportKey": "sk-support-of-the-example",
      "many-teams:researchKey": "sk-ant-research-of-the-example",
      "many-teams:salesKey": "sk-sales-of-the-example",
    },
  });
  expect(await stack.up()).toMatchObject({ code: 0, plan: { create: 3 } });
  const first = await identities(stack);
  const list = join(stack.folder, "teams.ts");
  const sales = '[\n  { name: "sales", provider: "Open AI", models: ["gpt-4o"] },';
  writeFileSync(list, readFileSync(list, "utf8").replace(/\[(?=\n)/, sales));
  expect(await stack.up()).toMatchObject({ code: 0, plan: { create: 1, same: 3 } });
  expect(await identities(stack)).toMatchObject(first);
  expect(await outputOf(stack, "ids")).toEqual({
    support: { "gpt-4o": first["support-gpt-4o"]!.id, "gpt-4o-mini": first["support-gpt-4o-mini"]!.id },
    research: { "claude-3-5-haiku-20241022": first["research-claude-3-5-haiku-20241022"]!.id },
    sales: { "gpt-4o": expect.stringMatching(/^cn-/) },
  });
  expect(emulator.connections()).toHaveLength(4);
});

test("automation-api: it deploys, and its exit code reports drift", async () => {
  const emulator = await startPlatform();
  const stack = await stackOf("automation-api", {
    env: {
      MODEL_CONNECTIONS_HOST: emulator.host,
      MODEL_CONNECTIONS_API_KEY: emulator.apiKey,
      OPENAI_API_KEY: "sk-of-the-example",
    },
  });
  const run = (command: string) => stack.exec(process.execPath, "index.ts", command);
  expect(succeeded(await run("deploy")).output).toMatch(/^deployed cn-\S+$/m);
  expect(succeeded(await run("drift")).output).toContain("no drift");
  const [{ connectionId }] = emulator.connections() as [StoredConnection];
  emulator.console.exchangeKey(connectionId, "sk-of-the-console");
  const { code, output } = await run("drift");
  expect(code).toBe(2);
  expect(output).toContain("apiKeyDrift");
  expect(succeeded(await run("deploy")).output).toContain(`deployed ${connectionId}`);
  expect(onPlatform(emulator, connectionId).fields["API_KEY"]).toBe("sk-of-the-example");
  expect(succeeded(await run("drift")).output).toContain("no drift");
});

test("two-platforms: each connection is on its own platform", async () => {
  const [home, eu] = [await startPlatform(), await startPlatform()];
  const idle = { connectionName: "Idle", status: "INACTIVE", fields: { API_KEY: "sk-idle" } } as const;
  eu.console.create({ ...idle, provider: "Open AI", model: "gpt-4o" });
  const stack = await stackOf("two-platforms", {
    ...{ host: home.host, apiKey: home.apiKey },
    config: { "two-platforms:euHost": eu.host },
    secrets: { "two-platforms:euApiKey": eu.apiKey, "two-platforms:anthropicKey": "sk-ant-of-the-example" },
  });
  expect(await stack.up()).toMatchObject({ code: 0, plan: { create: 2 } });
  expect(await outputOf(stack, "hosts")).toEqual({ home: home.host, eu: eu.host });
  expect(await outputOf(stack, "inactiveInEurope")).toEqual(["Idle"]);
  await expectSettled(stack);
  expect(home.connections()).toHaveLength(1);
  expect(eu.connections()).toHaveLength(2);
});

test("adopt-existing: the connection of the console is adopted, and none is created", async () => {
  const emulator = await startPlatform();
  const there = emulator.console.create({
    provider: "Open AI",
    ...{ connectionName: "Support bot", model: "gpt-4o", fields: { API_KEY: "sk-of-the-console" } },
  });
  const stack = await stackOf("adopt-existing", {
    ...{ host: emulator.host, apiKey: emulator.apiKey },
    secrets: { "adopt-existing:supportKey": "sk-of-the-example" },
  });
  expect(await stack.up()).toMatchObject({ code: 0, plan: { create: 1 } });
  expect(await outputOf(stack, "id")).toBe(there.connectionId);
  await expectSettled(stack);
  expect(writesTo(emulator).map(({ operation }) => operation)).toEqual(["update"]);
  expect(emulator.connections()).toHaveLength(1);
  expect(onPlatform(emulator, there.connectionId).fields["API_KEY"]).toBe("sk-of-the-example");
});

test("keys-from-environment: a new version sends the new key, and scrub overwrites it at destroy", async () => {
  const emulator = await startPlatform();
  const key = "sk-Planted-for-the-example-of-keys";
  const stack = await stackOf("keys-from-environment", {
    ...{ host: emulator.host, apiKey: emulator.apiKey },
    config: { "keys-from-environment:keyVersion": "1" },
    env: { OPENAI_API_KEY: key },
  });
  expect(await stack.up()).toMatchObject({ code: 0, plan: { create: 1 } });
  const { id } = (await identities(stack))["gpt4o"]!;
  stack.env["OPENAI_API_KEY"] = `${key}-rotated`;
  await stack.setConfig({ "keys-from-environment:keyVersion": "2" });
  requests(emulator);
  expect(await stack.up()).toMatchObject({ code: 0, plan: { update: 1 } });
  expect(requests(emulator)).toMatchObject({ update: 1 });
  expect(onPlatform(emulator, id).fields["API_KEY"]).toBe(`${key}-rotated`);
  expect(Object.values(stack.artefacts()).join("\n")).not.toContain(key);
  expect(await stack.destroy()).toMatchObject({ code: 0, plan: { delete: 1 } });
  expect(onPlatform(emulator, id).fields["API_KEY"]).not.toContain(key);
});

test("custom-gateway: another URL and a new key are one PATCH, the key is nowhere in the stack, and scrub overwrites it", async () => {
  const emulator = await startPlatform();
  const key = "gw-Planted-for-the-example-of-a-gateway";
  const stack = await stackOf("custom-gateway", {
    ...{ host: emulator.host, apiKey: emulator.apiKey },
    config: {
      "custom-gateway:endpointUrl": "https://gateway.example.com/v1",
      "custom-gateway:keyVersion": "1",
    },
    env: { GATEWAY_KEY: key },
  });
  expect(await stack.up()).toMatchObject({ code: 0, plan: { create: 1 } });
  await expectSettled(stack);
  const { id } = (await identities(stack))["gateway"]!;
  expect(await outputOf(stack, "connectionId")).toBe(id);
  const endpointUrl = "https://gateway.example.com/v2";
  stack.env["GATEWAY_KEY"] = `${key}-rotated`;
  await stack.setConfig({ "custom-gateway:endpointUrl": endpointUrl, "custom-gateway:keyVersion": "2" });
  requests(emulator);
  expect(await stack.up()).toMatchObject({ code: 0, plan: { update: 1 } });
  expect(writesTo(emulator).map(({ bodyKeys }) => bodyKeys)).toEqual([["endpointUrl", "headers"]]);
  const headers = [{ key: "Authorization", value: `Bearer ${key}-rotated` }];
  expect(onPlatform(emulator, id)).toMatchObject({ endpointUrl, headers });
  await expectSettled(stack);
  expect(Object.values(stack.artefacts()).join("\n")).not.toContain(key);
  expect(await stack.destroy()).toMatchObject({ code: 0, plan: { delete: 1 } });
  expect(JSON.stringify(onPlatform(emulator, id))).not.toContain(key);
});

test("custom-from-scratch: up sends the complete request, and an edited payload changes in place", async () => {
  const emulator = await startPlatform();
  const stack = await stackOf("custom-from-scratch", {
    ...{ host: emulator.host, apiKey: emulator.apiKey },
    secrets: { "custom-from-scratch:modelKey": "house-Planted-for-the-example" },
  });
  expect(await stack.up()).toMatchObject({ code: 0, plan: { create: 1 } });
  await expectSettled(stack);
  const { id } = (await identities(stack))["summarizer"]!;
  expect(onPlatform(emulator, id)).toMatchObject({
    promptVars: [{ name: "prompt" }, { name: "system_prompt" }],
    headers: expect.arrayContaining([{ key: "X-Api-Key", value: "house-Planted-for-the-example" }]),
    outputPath: "result.summary",
  });
  const program = join(stack.folder, "index.ts");
  writeFileSync(program, readFileSync(program, "utf8").replace("maxTokens: 1024", "maxTokens: 2048"));
  requests(emulator);
  expect(await stack.up()).toMatchObject({ code: 0, plan: { update: 1 } });
  expect(writesTo(emulator).map(({ bodyKeys }) => bodyKeys)).toEqual([["payload"]]);
  expect(onPlatform(emulator, id)).toMatchObject({ payload: { options: { maxTokens: 2048 } } });
  await expectSettled(stack);
  expect(await identities(stack)).toMatchObject({ summarizer: { id } });
});

test("unit-testing: its own npm test passes outside the repository", async () => {
  const folder = mkdtempSync(join(tmpdir(), "unit-testing-"));
  try {
    cpSync(join(examples, "unit-testing"), folder, { recursive: true, filter: (path) => !LOCAL.test(path) });
    symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
    const { stderr } = await promisify(execFile)("npm", ["test", "--", "--ci"], { cwd: folder });
    expect(stderr).toMatch(/Tests: +3 passed, 3 total/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
