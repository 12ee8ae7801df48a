// Which process reads what in an inline program of the Automation API: resources see the workspace's `envVars`, lookups don't.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Emulator } from "pulumi-model-connections/emulator";
import { requests, startPlatform } from "../support/platform";
import { ofEachProvider, openAi } from "../support/program";
import { EngineStack } from "../support/stack";

/** Sets the configuration, runs a command with these `envVars`, and prints the outputs or the error as JSON. */
const SCRIPT = `
const { LocalWorkspace } = require("@pulumi/pulumi/automation");
const { ModelConnection, getConnection } = require("pulumi-model-connections");
const { command, declared, lookup, envVars, config, inFolder } = JSON.parse(process.env.RUN);

async function program() {
  if (declared) new ModelConnection("gpt4o", declared);
  return lookup ? { found: getConnection(lookup).connectionName } : {};
}

async function main() {
  const stack = await LocalWorkspace.createOrSelectStack(
    inFolder ? { stackName: "dev", workDir: __dirname } : { stackName: "dev", projectName: "scratch", program },
    inFolder ? { envVars } : { workDir: __dirname, envVars },
  );
  for (const [key, setting] of Object.entries(config)) await stack.setConfig(key, setting);
  const { outputs } = await stack[command]();
  console.log(JSON.stringify({ found: outputs?.found?.value }));
}

main().catch(({ message }) => {
  console.log(JSON.stringify({ message }));
});
`;

interface Inline {
  command?: "preview" | "up";
  declared?: object;
  lookup?: object;
  envVars?: Record<string, string>;
  config?: Record<string, { value: string; secret?: boolean }>;
  /** Whether to run the program in the stack's folder instead of the inline one. */
  inFolder?: boolean;
}

let emulator: Emulator;
let stack: EngineStack;
let settings: Record<string, string>;
const lookup = { connectionName: "Shared" };

beforeAll(async () => {
  emulator = await startPlatform();
  emulator.console.create({
    ...{ provider: "Open AI", model: "gpt-4o", connectionName: "Shared" },
    fields: { API_KEY: "sk-of-another-team" },
  });
  settings = { MODEL_CONNECTIONS_HOST: emulator.host, MODEL_CONNECTIONS_API_KEY: emulator.apiKey };
});

beforeEach(async () => {
  stack = await EngineStack.create({ program: "" });
  writeFileSync(join(stack.folder, "inline.cjs"), SCRIPT);
  requests(emulator);
});

async function run(inline: Inline, environment: Record<string, string> = {}) {
  Object.assign(stack.env, environment, {
    RUN: JSON.stringify({ command: "preview", envVars: {}, config: {}, ...inline }),
  });
  const { stdout, output } = await stack.exec("node", "inline.cjs");
  expect(output).not.toContain(emulator.apiKey);
  return JSON.parse(stdout.trim().split("\n").at(-1)!) as { found?: string; message?: string };
}

test("a resource sees the workspace's envVars; a lookup doesn't, and the message says where it looks", async () => {
  const declared = { ...ofEachProvider.openAi, apiKeyEnv: "OPENAI_KEY", apiKeyVersion: "1" };
  const envVars = { ...settings, OPENAI_KEY: openAi.apiKey };
  expect(await run({ command: "up", declared, envVars })).toEqual({});
  expect(emulator.connections().at(-1)).toMatchObject({ fields: { API_KEY: openAi.apiKey } });
  requests(emulator);

  const { message } = await run({ lookup, envVars: settings });
  expect(message).toContain(
    'model-connections:host is missing: set it with stack.setConfig("model-connections:host", { value }), or as MODEL_CONNECTIONS_HOST in process.env, because a lookup in an inline program does not see the workspace\'s envVars; ' +
      'model-connections:apiKey is missing: set it with stack.setConfig("model-connections:apiKey", { value, secret: true }), or as MODEL_CONNECTIONS_API_KEY in process.env, because a lookup in an inline program does not see the workspace\'s envVars.',
  );
  expect(message).not.toContain("pulumi config set");
  expect(requests(emulator)).toEqual({});
});

test("both ways that the message names work, for lookups and for resources", async () => {
  const declared = { ...openAi, connectionName: "Of both ways", apiKey: "sk-of-both-ways-5555" };
  const config = {
    "model-connections:host": { value: emulator.host },
    "model-connections:apiKey": { value: emulator.apiKey, secret: true },
  };
  expect(await run({ declared, lookup, config })).toEqual({});
  expect(requests(emulator)).toMatchObject({ get: 1 });

  stack.remove();
  stack = await EngineStack.create({ program: "" });
  writeFileSync(join(stack.folder, "inline.cjs"), SCRIPT);
  expect(await run({ command: "up", declared, lookup }, settings)).toEqual({ found: "Shared" });
  expect(emulator.connections().map(({ connectionName }) => connectionName)).toContain("Of both ways");
});

test("a lookup in a program in a folder sees the workspace's envVars, and they have priority", async () => {
  stack.program(`
const { ModelConnection, getConnection } = require("pulumi-model-connections");
new ModelConnection("in-folder", ${JSON.stringify({ ...openAi, apiKey: "sk-in-a-folder-6666" })});
exports.found = getConnection(${JSON.stringify(lookup)}).connectionName;`);
  const elsewhere = { MODEL_CONNECTIONS_HOST: "127.0.0.1:9" };
  expect(await run({ command: "up", inFolder: true, envVars: settings }, elsewhere)).toEqual({
    found: "Shared",
  });
});
