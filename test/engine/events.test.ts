// What `--json`, event logs and `onEvent` contain: no key that comes from the environment by `apiKeyEnv`, or from the stack's configuration.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Emulator } from "pulumi-model-connections/emulator";
import { findLeaks } from "../support/leak-search";
import { succeeded } from "../support/outcomes";
import { startPlatform } from "../support/platform";
import { EngineStack } from "../support/stack";

const program = (...statements: string[]) => `
const pulumi = require("@pulumi/pulumi");
const { ModelConnection, ModelConnectionsProvider } = require("pulumi-model-connections");
const keys = new pulumi.Config("keys");
const args = { provider: "Open AI", model: "gpt-4o" };
${statements.join("\n")}
`;

/** Runs the stack's program through the Automation API, and prints each event on its own line. */
const ON_EVENT = `
const { LocalWorkspace } = require("@pulumi/pulumi/automation");
const onEvent = (event) => console.log(JSON.stringify(event));
LocalWorkspace.createOrSelectStack({ stackName: "dev", workDir: __dirname }).then(async (stack) => {
  await stack.preview({ onEvent });
  await stack.up({ onEvent });
});
`;

let emulator: Emulator;
let eu: Emulator;

beforeAll(async () => {
  emulator = await startPlatform({ apiKey: "platform-key-of-the-stack-7777" });
  eu = await startPlatform({ apiKey: "platform-key-of-the-instance-8888" });
});

/** What the commands print and log, by command. */
class Said {
  readonly texts: Record<string, string> = {};
  private readonly stack: EngineStack;

  constructor(stack: EngineStack) {
    this.stack = stack;
    writeFileSync(join(stack.folder, "on-event.cjs"), ON_EVENT);
  }

  async json(command: "preview" | "up" | "refresh" | "destroy", ...args: string[]): Promise<void> {
    const { output } = succeeded(await this.stack[command]("--json", ...args));
    this.texts[`${Object.keys(this.texts).length} ${command} ${args.join(" ")}`] = output;
  }

  /** Every command with `--json`, and the Automation API. The first run of the program after a rotation deploys it. */
  async everyCommand(rotate: () => Promise<void>): Promise<void> {
    await this.json("up", "--skip-preview=false");
    await this.json("refresh", "--run-program");
    await rotate();
    await this.json("preview", "--refresh");
    await this.onEvent();
    await this.json("refresh");
    await this.json("destroy", "--run-program");
  }

  async onEvent(): Promise<string> {
    const { code, output, stdout } = await this.stack.exec("node", "on-event.cjs");
    if (code !== 0) throw new Error(output);
    this.texts[`${Object.keys(this.texts).length} onEvent`] = output;
    return stdout;
  }

  all(): Record<string, string> {
    return { ...this.texts, ...this.stack.eventLogs() };
  }
}

test("keys from the environment are in no output of --json and no event", async () => {
  const keys = { first: "sk-of-the-environment-1111", second: "sk-of-the-environment-2222" };
  const stack = await EngineStack.create({
    program: program(
      'new ModelConnection("gpt4o", { ...args, apiKeyEnv: "OPENAI_KEY", apiKeyVersion: process.env.VERSION });',
    ),
    env: {
      ...{ MODEL_CONNECTIONS_HOST: emulator.host, MODEL_CONNECTIONS_API_KEY: emulator.apiKey },
      ...{ OPENAI_KEY: keys.first, VERSION: "1" },
    },
  });
  const said = new Said(stack);
  await said.everyCommand(() => {
    Object.assign(stack.env, { OPENAI_KEY: keys.second, VERSION: "2" });
    return Promise.resolve();
  });
  expect(emulator.connections().at(-1)).toMatchObject({ fields: { API_KEY: keys.second } });
  expect(findLeaks(said.all(), { ...keys, platform: emulator.apiKey })).toEqual([]);
});

test("keys from the stack's configuration are in no output of --json and no event", async () => {
  const keys = { first: "sk-of-configuration-3333", second: "sk-of-configuration-4444" };
  const inPath = "sk-in-an-object-of-configuration-5555";
  const inEu = "sk-of-the-instance-6666";
  const stack = await EngineStack.on(
    emulator,
    program(
      'new ModelConnection("gpt4o", { ...args, apiKey: keys.requireSecret("gpt4o") });',
      'new ModelConnection("o3", { ...args, apiKey: keys.requireSecretObject("all").apply(({ o3 }) => o3) });',
      `const eu = new ModelConnectionsProvider("eu", { host: "${eu.host}", apiKey: keys.requireSecret("eu") });`,
      'new ModelConnection("eu", { ...args, apiKey: keys.requireSecret("inEu") }, { provider: eu });',
    ),
    { secrets: { "keys:gpt4o": keys.first, "keys:eu": eu.apiKey, "keys:inEu": inEu } },
  );
  await stack.run("config", "set", "--secret", "--path", "keys:all.o3", inPath);
  const said = new Said(stack);
  await said.everyCommand(() => stack.setConfig({}, { secrets: { "keys:gpt4o": keys.second } }));
  expect(emulator.connections().map(({ fields }) => fields["API_KEY"])).toEqual(
    expect.arrayContaining([keys.second, inPath]),
  );
  const platforms = { platform: emulator.apiKey, instance: eu.apiKey };
  expect(findLeaks(said.all(), { ...keys, inPath, inEu, ...platforms })).toEqual([]);
});

test.each(["masked", "plaintext"] as const)(
  "headers from the environment and the configuration are in no output of --json and no event, on a platform that shows them %s",
  async (customApi) => {
    const custom = await startPlatform({ customApi });
    const first = { token: "of-the-environment-1111", key: "without-a-scheme-2222" };
    const second = { token: "of-the-environment-3333", key: "without-a-scheme-4444" };
    const configured = { first: "of-configuration-5555", second: "of-configuration-6666" };
    const inPath = { token: "in-an-object-of-configuration-7777", key: "in-an-object-without-a-scheme-8888" };
    const stack = await EngineStack.on(
      custom,
      program(
        'const endpoint = { provider: "API", model: "m", endpointUrl: "https://gateway.example.com", mapProvider: "openAIModel" };',
        "const ofSecret = keys.requireSecret('gateway');",
        'new ModelConnection("gateway", { ...endpoint, headers: { Authorization: pulumi.interpolate`Bearer ${ofSecret}`, "x-team": ofSecret } });',
        'new ModelConnection("object", { ...endpoint, headers: keys.requireSecretObject("all") });',
        'const headersEnv = { Authorization: { env: "TOKEN", prefix: "Bearer " }, "x-api-key": "KEY" };',
        'new ModelConnection("house", { ...endpoint, headersEnv, apiKeyVersion: process.env.VERSION });',
      ),
      {
        secrets: { "keys:gateway": configured.first },
        env: { TOKEN: first.token, KEY: first.key, VERSION: "1" },
      },
    );
    const set = (path: string, value: string) =>
      stack.run("config", "set", "--secret", "--path", `keys:all${path}`, value);
    succeeded(await set(".Authorization", `Bearer ${inPath.token}`));
    succeeded(await set('["x-api-key"]', inPath.key));
    const said = new Said(stack);
    await said.everyCommand(() => {
      Object.assign(stack.env, { TOKEN: second.token, KEY: second.key, VERSION: "2" });
      return stack.setConfig({}, { secrets: { "keys:gateway": configured.second } });
    });
    const sent = JSON.stringify(custom.connections());
    for (const value of [...Object.values(second), configured.second, ...Object.values(inPath)])
      expect(sent).toContain(value);
    const texts = { ...said.all(), ...stack.artefacts() };
    const secrets = { ...first, ...prefixed(second), ...configured, ...prefixed(inPath) };
    expect(findLeaks(texts, secrets)).toEqual([]);
  },
);

// docs/secrets.md warns of this and of the next. If they no longer happen, the page says too much.
test("any other key is in the SDK's debug messages, which `up --json` and events contain, and nowhere else in them", async () => {
  const secrets = {
    computed: "sk-of-another-store-1234",
    partOfSecret: "sk-in-a-json-document-5678",
    instance: eu.apiKey,
  };
  const stack = await EngineStack.on(
    emulator,
    program(
      'new ModelConnection("computed", { ...args, apiKey: pulumi.secret(process.env.STORE) });',
      'new ModelConnection("document", { ...args, apiKey: keys.requireSecret("document").apply((text) => JSON.parse(text).key) });',
      `new ModelConnectionsProvider("eu", { host: "${eu.host}", apiKey: process.env.EU_KEY });`,
    ),
    {
      secrets: { "keys:document": JSON.stringify({ key: secrets.partOfSecret }) },
      env: { STORE: secrets.computed, EU_KEY: eu.apiKey },
    },
  );
  const said = new Said(stack);
  await said.json("preview");
  await said.json("refresh");
  expect(findLeaks(said.texts, secrets)).toEqual([]);

  await said.json("up");
  const events = await said.onEvent();
  stack.env["PULUMI_ENABLE_STREAMING_JSON_PREVIEW"] = "true";
  await said.json("preview");
  for (const [where, text] of Object.entries(said.texts).slice(-3))
    expect([where, ...findLeaks({ text }, secrets).map(({ secret }) => secret)]).toEqual([
      where,
      ...Object.keys(secrets),
    ]);
  const others = events
    .trim()
    .split("\n")
    .filter((line) => !isDebugMessage(line));
  expect(others.length).toBeGreaterThan(10);
  expect(findLeaks({ others: others.join("\n"), ...stack.artefacts() }, secrets)).toEqual([]);
});

test("a key that state still has, and the configuration no longer has, is in the debug messages until the next `up`", async () => {
  const replaced = "sk-replaced-in-configuration-9012";
  const stack = await EngineStack.on(
    emulator,
    program('new ModelConnection("gpt4o", { ...args, apiKey: keys.requireSecret("gpt4o") });'),
    { secrets: { "keys:gpt4o": replaced } },
  );
  const said = new Said(stack);
  await said.json("up");
  expect(findLeaks(said.all(), { replaced })).toEqual([]);
  await stack.setConfig({}, { secrets: { "keys:gpt4o": "sk-new-in-configuration-3456" } });
  await said.json("preview");
  await said.json("refresh");
  expect(findLeaks(said.all(), { replaced })).toEqual([]);
  await said.json("refresh", "--run-program");
  expect(findLeaks(said.texts, { replaced })).toMatchObject([{ where: "3 refresh --run-program" }]);
});

/** The same texts under names of their own. */
function prefixed(texts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [`${name} ${text.slice(-4)}`, text]));
}

function isDebugMessage(line: string): boolean {
  const event = JSON.parse(line) as { diagnosticEvent?: { severity: string } };
  return event.diagnosticEvent?.severity === "debug";
}
