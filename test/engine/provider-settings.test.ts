// Settings of explicit provider instances and of the stack that are misspelt, missing, invalid or of no use: the message says where to correct them.
import { said, succeeded } from "../support/outcomes";
import { startPlatform } from "../support/platform";
import { connection, openAi, program } from "../support/program";
import { EngineStack, type Run } from "../support/stack";

/** A program in plain JavaScript, which no compiler checks. */
const onProvider = (args: string, ...more: string[]) =>
  program(
    'const { ModelConnectionsProvider, getConnection } = require("pulumi-model-connections");',
    `const eu = new ModelConnectionsProvider("eu", ${args});`,
    connection("gpt4o", openAi, "{ provider: eu }"),
    ...more,
  );

let stack: EngineStack;
let emulator: Awaited<ReturnType<typeof startPlatform>>;

beforeAll(async () => {
  emulator = await startPlatform();
  // The stack's own settings are right, and have no effect on the instance.
  stack = await EngineStack.on(emulator, "");
  // Nor has the environment.
  stack.env["MODEL_CONNECTIONS_HOST"] = "elsewhere.example.com";
  stack.env["MODEL_CONNECTIONS_API_KEY"] = "key-of-elsewhere";
});
async function failed(text: string): Promise<string> {
  stack.program(text);
  const run: Run = await stack.preview();
  expect(run.code).not.toBe(0);
  const errors = said(run, "error");
  expect(errors).not.toContain("pulumi config set");
  return errors;
}

test.each([
  [
    '{ hots: "127.0.0.1", apiKey: "k" }',
    'Could not declare ModelConnectionsProvider "eu": "hots" is not a setting; did you mean "host"?',
  ],
  [
    '{ host: "127.0.0.1", key: "k", colour: 1 }',
    'Could not declare ModelConnectionsProvider "eu": "key" is not a setting; did you mean "apiKey"?; "colour" is not a setting; the settings are host, apiKey, timeoutSeconds',
  ],
])("%s is refused in the program", async (args, message) => {
  expect(await failed(onProvider(args))).toContain(message);
});

test.each([
  ['{ apiKey: "k" }', 'host of Pulumi provider "eu" is missing: pass it as the argument host'],
  [
    "{ host: pulumi.output(undefined), apiKey: pulumi.output(undefined) }",
    'host of Pulumi provider "eu" is missing: pass it as the argument host; apiKey of Pulumi provider "eu" is missing: pass it as the argument apiKey',
  ],
  [
    '{ host: "http://platform.example.com", apiKey: "k", maxRetries: -1 }',
    'host of Pulumi provider "eu" is plain http, which would send the key unencrypted: use https, or allow it with allowInsecureHttp of Pulumi provider "eu"; maxRetries of Pulumi provider "eu" must be a number from 0 to 100',
  ],
])("with %s the message names the instance and its argument", async (args, message) => {
  expect(await failed(onProvider(args))).toContain(message);
});

test("a lookup through an instance names it too", async () => {
  const lookup = 'exports.found = getConnection({ id: "cn-1" }, { provider: eu }).model;';
  const text = onProvider('{ apiKey: "k" }', lookup).replace(/new ModelConnection\("gpt4o".*/, "");
  expect(await failed(text)).toContain(
    'host of Pulumi provider "eu" is missing: pass it as the argument host',
  );
});

test("a platform that can't be reached, or refuses the key, is named with its instance and its address", async () => {
  stack.program(onProvider('{ host: "127.0.0.1:9", apiKey: "k", maxRetries: 0 }'));
  const unreachable = await stack.up();
  expect(unreachable.code).not.toBe(0);
  expect(said(unreachable, "error")).toMatch(
    /Could not create model connection "gpt4o-[0-9a-f]{7}" through Pulumi provider "eu" at 127\.0\.0\.1:9: 127\.0\.0\.1:9 could not be reached: ECONNREFUSED .* Check the network and host of Pulumi provider "eu", then run again\./,
  );

  expect(await failed(onProvider(`{ host: "${emulator.host}", apiKey: "wrong" }`))).toMatch(
    /through Pulumi provider "eu" at 127\.0\.0\.1:\d+: the platform did not accept the API key.* Pass it to Pulumi provider "eu" as its argument apiKey\./,
  );
});

test("a mistyped setting of the stack is a warning, once for each run", async () => {
  const warned = (run: Run) =>
    run.diagnostics.flatMap(({ severity, message }) => (severity === "warning" ? [message] : []));
  const warning =
    'model-connections: "hots" in the stack\'s configuration is not a setting of model-connections, so it has no effect; did you mean "host"?';
  stack.program(
    program(
      'const { listConnections } = require("pulumi-model-connections");',
      connection("gpt4o", openAi),
      connection("o3", { ...openAi, model: "o3" }),
      "exports.all = listConnections();",
    ),
  );
  await stack.setConfig({ "model-connections:hots": "platform.example.com" });
  expect(warned(succeeded(await stack.preview()))).toEqual([warning]);

  await stack.setConfig({ "other:hots": "x" });
  succeeded(await stack.run("config", "rm", "model-connections:hots"));
  expect(warned(succeeded(await stack.preview()))).toEqual([]);
});

test("a project named model-connections has configuration of its own: only what looks like a missing setting is a warning", async () => {
  const own = await EngineStack.on(emulator, program(connection("gpt4o", openAi)), {
    project: "model-connections",
    config: { "model-connections:gpt4oKey": "x", "model-connections:hosts": "y" },
  });
  expect(said(succeeded(await own.preview()))).not.toContain("is not a setting");
  await own.setConfig({ "model-connections:timeoutSecond": "60" });
  const warned = said(succeeded(await own.preview()));
  expect(warned).toContain('"timeoutSecond" in the stack\'s configuration is not a setting');
  expect(warned).not.toContain("hosts");
});
