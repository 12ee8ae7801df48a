// Planted keys appear nowhere: not in state, history, output or journal, whatever their shape, and not in errors about arguments.
import { statSync, readFileSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import type { Emulator } from "pulumi-model-connections/emulator";
import { bothProviders } from "../support/both-providers";
import { findLeaks } from "../support/leak-search";
import { startPlatform } from "../support/platform";
import { runFolder } from "../support/run-folder";
import { EngineStack } from "../support/stack";
import { secret, yamlConnections, yamlProgram } from "../support/yaml";

/** One key of each unusual shape; another round gives rotated keys. */
function keysOfShapes(round: string): Record<string, string> {
  const inner = `sk-inner-7f2c9b-${round}`;
  return {
    quotes: `sk-"double"'single'\`tick\`-${round}`,
    backslashes: `sk-\\n\\u0041\\\\server\\-${round}`,
    // The last four characters, which a mask shows, begin inside the emoji.
    unicode: `sk-schlüssel-ключ-鍵-🔑-${round}`,
    percent: `sk-%41%s%%$HOME-\${x}-${round}`,
    markup: `sk-<b>&amp;-${round}`,
    // Two of its characters occur in neither base64 nor hex, so ciphertext never contains it by accident.
    four: `~!k${round.at(-1)!}`,
    long: `sk-${Array.from({ length: 400 }, (_, i) => `${i}.${round}.`.padEnd(10, "x")).join("")}`.slice(
      0,
      4000,
    ),
    inner,
    outer: `sk-outer-${inner}-outer`,
  };
}

const platformKey = `platform-"key"-\\with%41<odd>&'shape'`;
const shapes = Object.keys(keysOfShapes(""));

/**
 * Each shape twice: as a plain string, and as a secret of the stack. The program in JavaScript reads the plain one from the
 * environment, so Pulumi masks every key in the output of `up --json`; events.test.ts has keys that are only in the program.
 */
const programs = {
  javascript: () => javascript,
  yaml: (keys: Record<string, string>) => {
    const of = (shape: string) => ({ provider: "Open AI", model: `of-${shape}` });
    const each = (declared: (shape: string) => object) =>
      Object.fromEntries(shapes.flatMap((shape) => Object.entries(declared(shape))));
    const custom = { provider: "API", baseUrl: "https://api.example.com", apiKey: literal(keys["quotes"]!) };
    const resources = each((shape) => ({
      [`${shape}-plain`]: { properties: { ...of(shape), apiKey: literal(keys[shape]!) } },
      [`${shape}-secret`]: { properties: { ...of(shape), apiKey: `\${keys:${shape}}` } },
    }));
    return yamlProgram(
      { ...resources, custom: { properties: custom } },
      {
        config: each((shape) => ({ [`keys:${shape}`]: { type: "string", secret: true } })),
        outputs: each((shape) => ({ [shape]: `\${${shape}-plain}` })),
      },
    );
  },
};

/** A text of a YAML program that contains no reference. */
function literal(text: string): string {
  return text.replaceAll("${", () => "$${");
}

const javascript = `
const pulumi = require("@pulumi/pulumi");
const { ModelConnection } = require("pulumi-model-connections");
const keys = new pulumi.Config("keys");
const plain = JSON.parse(process.env.PLAIN_KEYS);
for (const shape of Object.keys(plain)) {
  const args = { provider: "Open AI", model: "of-" + shape };
  exports[shape] = new ModelConnection(shape + "-plain", { ...args, apiKey: plain[shape] });
  new ModelConnection(shape + "-secret", { ...args, apiKey: keys.requireSecret(shape) });
}
new ModelConnection("custom", { provider: "API", baseUrl: "https://api.example.com", apiKey: plain.quotes });
`;

async function declareKeys(stack: EngineStack, runtime: keyof typeof programs, keys: Record<string, string>) {
  stack.program(programs[runtime](keys));
  stack.env["PLAIN_KEYS"] = JSON.stringify(keys);
  await stack.setConfig({}, { secrets: Object.fromEntries(shapes.map((s) => [`keys:${s}`, keys[s]!])) });
}

/** Everything that a run has left, except a program in YAML, which contains its plain keys. */
function artefactsOf(stack: EngineStack): Record<string, string> {
  const files = Object.entries(stack.artefacts());
  return Object.fromEntries(files.filter(([path]) => !path.endsWith("/Main.yaml")));
}

describe.each(bothProviders)("$name", ({ on, runtime }) => {
  test("keys of every shape appear in no state, history, output or journal", async () => {
    const stateFile = join(mkdtempSync(join(runFolder(), "platform-")), "state.json");
    const emulator = await startPlatform({
      apiKey: platformKey,
      uniqueKeys: false,
      stateFile,
      maskStyle: "edges",
    });
    const stack = await on(emulator, "");
    const [declared, rotated, changed] = [keysOfShapes("r1"), keysOfShapes("r2"), keysOfShapes("r3")];
    const secrets: Record<string, string> = { platformKey };
    for (const keys of [declared, rotated, changed])
      for (const [shape, key] of Object.entries(keys)) secrets[`${shape} ${key.slice(-2)}`] = key;

    const said: Record<string, string> = {};
    const say = async (...args: string[]) => {
      const run = await stack.run(...args);
      said[`${Object.keys(said).length + 1} ${args.join(" ")}`] = run.output;
      if (run.code !== 0) throw new Error(run.output);
    };
    const keysThere = () => new Set(emulator.connections().map(({ fields }) => fields["API_KEY"]));

    await declareKeys(stack, runtime, declared);
    await say("preview", "--json");
    await say("up", "--diff", "--yes");
    expect(keysThere()).toEqual(new Set(Object.values(declared)));
    await declareKeys(stack, runtime, rotated);
    await say("preview", "--diff");
    await say("up", "--json", "--yes", "--skip-preview");
    const current = emulator
      .connections()
      .filter(({ fields }) => Object.values(rotated).includes(fields["API_KEY"]!));
    expect(current).toHaveLength(2 * shapes.length + 1);
    for (const [i, { connectionId }] of current.entries())
      emulator.console.exchangeKey(connectionId, changed[shapes[i % shapes.length]!]!);
    await say("refresh", "--diff", "--yes");
    await say("preview", "--json", "--refresh");
    await say("up", "--diff", "--yes", "--skip-preview");
    await say("refresh", "--json", "--yes", "--skip-preview");
    await say("stack", "output", "--json");
    await say("stack", "export");
    await say("stack", "history", "--json");
    await say("destroy", "--preview-only", "--diff");
    await say("destroy", "--json", "--yes", "--skip-preview");
    expect(said["1 preview --json"]).toContain("of-quotes");

    const texts = { ...artefactsOf(stack), ...said, journal: JSON.stringify(emulator.journal()) };
    expect(Object.keys(texts).filter((name) => /history|backups|\.bak/.test(name)).length).toBeGreaterThan(5);
    expect(findLeaks(texts, secrets)).toEqual([]);
    const searched = `${Object.keys(texts).length} artefacts searched for ${Object.keys(secrets).length} keys`;
    process.stderr.write(`leak search: ${searched}, found 0\n`);

    // The emulator's state file has to contain keys, readable only by its owner. The search finds them there.
    expect(statSync(stateFile).mode & 0o777).toBe(0o600);
    const there = findLeaks({ stateFile: readFileSync(stateFile, "utf8") }, { platformKey, ...rotated });
    expect(there.map(({ secret }) => secret).sort()).toEqual(["platformKey", ...shapes].sort());
  });
});

test("the search finds a key that a careless program exports, in plain text and encoded", async () => {
  const careless = "sk-planted-on-purpose-0d1e";
  const stack = await EngineStack.create({
    program: `exports.clear = process.env.CARELESS;
    exports.encoded = Buffer.from("x" + process.env.CARELESS).toString("base64");`,
    env: { CARELESS: careless },
  });
  const { output } = await stack.run("up", "--yes", "--skip-preview");
  const places = findLeaks({ ...stack.stateFiles(), output }, { careless }).map(({ where }) => where);
  expect(places).toContain("output");
  expect(places.some((where) => where.endsWith("stacks/scratch/dev.json"))).toBe(true);
  const file = places.find((where) => where.endsWith("dev.json"))!;
  const encoded = stack.stateFiles()[file]!.replaceAll(careless, "");
  expect(findLeaks({ encoded }, { careless })).toMatchObject([
    { spelling: expect.stringContaining("base64") },
  ]);
});

describe.each(bothProviders)("invalid arguments, $name", ({ on, runtime }) => {
  const planted = {
    blank: "sk-with blank-4411",
    lineEnd: "sk-line-end-9921\n",
    masked: "sk***************MQAA",
    misnamed: "sk-misnamed-2c2c",
    inUrl: "sk-in-url-7d7d",
    asName: "sk-as-name-5e5e",
    asVariable: "c0ffee5e5e5e5e5e5e5e5e5e",
  };
  const url = `https://user:${planted.inUrl}@api.example.com`;
  const untyped = {
    provider: "Azure Open AI",
    connectionName: "two\nlines",
    baseUrl: url,
    apiversion: "1",
    your_resource_name: "r",
    api_key: planted.misnamed,
    colour: "red",
    deploymentId: 7,
    deletionPolicy: "delete",
    adopt: "yes",
  };
  let emulator: Emulator;
  let stack: EngineStack;

  beforeAll(async () => {
    emulator = await startPlatform();
    const untypedProgram = `
const pulumi = require("@pulumi/pulumi");
const { ModelConnection } = require("pulumi-model-connections");
const { secretKey, ...args } = JSON.parse(process.env.ARGS);
if (secretKey) args.apiKey = pulumi.secret(secretKey);
new ModelConnection("invalid", args);`;
    stack = await on(emulator, runtime === "yaml" ? "{}" : untypedProgram);
  });

  function inYaml({ secretKey, ...args }: { secretKey?: string }): string {
    return yamlConnections({ invalid: { ...args, ...(secretKey && { apiKey: secret(secretKey) }) } });
  }

  /** The output of a command with these arguments; it has to fail, send nothing and contain no key. */
  async function outputWith(args: object, ...command: string[]): Promise<string> {
    if (runtime === "yaml") stack.program(inYaml(args));
    else stack.env["ARGS"] = JSON.stringify(args);
    const { code, output } = await stack.run(...command);
    expect(code).not.toBe(0);
    expect(findLeaks({ output, ...artefactsOf(stack) }, planted)).toEqual([]);
    expect(emulator.journal()).toEqual([]);
    return output;
  }

  test("a key that can't be valid is refused at preview by the name apiKey, and not shown", async () => {
    const claude = { provider: "Anthropic", model: "claude-3-5-haiku-20241022" };
    const blanks = "apiKey: must not contain whitespace, line breaks or control characters";
    expect(await outputWith({ ...claude, secretKey: planted.blank }, "preview", "--diff")).toContain(blanks);
    expect(await outputWith({ ...claude, apiKey: planted.lineEnd }, "preview", "--json")).toContain(blanks);
    expect(await outputWith({ ...claude, apiKey: planted.masked }, "preview", "--diff")).toContain(
      "apiKey: is a masked value as the platform shows it: give the key itself",
    );
    const asName = { ...claude, connectionName: planted.asName, secretKey: planted.asName };
    expect(await outputWith(asName, "preview", "--diff")).toContain(
      "connectionName: must not contain a key, because it is shown and stored in plaintext",
    );
    const asVariable = { ...claude, apiKeyEnv: planted.asVariable, apiKeyVersion: "1" };
    expect(await outputWith(asVariable, "preview", "--diff")).toContain(
      "apiKeyEnv: the environment variable (its name is not shown, because it could be a key) is not set",
    );
    expect(
      await outputWith({ provider: "API", baseUrl: url, secretKey: "sk-fine" }, "preview", "--diff"),
    ).toContain("baseUrl: must not contain a user name or password");
  });

  // The language host for YAML refuses names that aren't in the schema before the provider sees any argument.
  if (runtime === "javascript")
    test("every invalid argument is reported at once by its name, and a mistyped name gets a suggestion", async () => {
      const problems = [
        '"api_key" is not an argument of ModelConnection; did you mean "apiKey"?',
        '"apiversion" is not an argument of ModelConnection; did you mean "apiVersion"?',
        '"your_resource_name" is not an argument of ModelConnection; did you mean "resourceName"?',
        '"colour" is not an argument of ModelConnection',
        "connectionName: must not contain control characters",
        'model: is missing; provider "Azure Open AI" requires it',
        'baseUrl: is not an argument of provider "Azure Open AI"; it belongs to "API"',
        'apiVersion: is missing; provider "Azure Open AI" requires it',
        'resourceName: is missing; provider "Azure Open AI" requires it',
        "deploymentId: must be a string",
        "apiKey: is missing",
        "adopt: must be true or false",
        'deletionPolicy: must be "retain" or "scrub"',
      ];
      const preview = await outputWith(untyped, "preview", "--diff");
      for (const problem of problems) expect(preview).toContain(`has a problem: ${problem}`);
      expect(preview.match(/has a problem/g)).toHaveLength(problems.length);
      await outputWith(untyped, "up", "--yes", "--skip-preview");
      expect(emulator.connections()).toEqual([]);
    });
});
