// `model-connections import`: the project that it writes, what it leaves out and why, and how it fails.
import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { format } from "prettier";
import { startEmulator, type ConnectionDraft, type Emulator } from "../../emulator/index";
import { type Environment, runCommand } from "./command";
import { ODD_NAMES, fillByConsole } from "./estate";

const repository = join(__dirname, "../..");
const openAi = {
  provider: "Open AI",
  model: "gpt-4o",
  fields: { API_KEY: "sk-from-the-console" },
} as const;

let emulator: Emulator;
let environment: Environment;
let folder: string;
beforeEach(async () => {
  emulator = await startEmulator({ defaultLimit: 7 });
  environment = { MODEL_CONNECTIONS_HOST: emulator.host, MODEL_CONNECTIONS_API_KEY: emulator.viewOnlyKey };
  folder = mkdtempSync(join(tmpdir(), "import-"));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await emulator.stop();
});

const importing = (...args: string[]) => runCommand(["import", ...args], environment);
const programOf = async (...filters: string[]) => (await importing("--stdout", ...filters)).out;
const namesIn = (program: string) =>
  [...program.matchAll(/new ModelConnection\(\s*"([^"]+)"/g)].map(([, name]) => name!);
const addNamed = (connectionName: string) => emulator.console.create({ ...openAi, connectionName });

test("40 connections with unusual names become a formatted project that compiles, with one command per key and no key", async () => {
  fillByConsole(emulator);
  const target = join(folder, "estate");
  const { out, err, exit } = await importing(target);
  expect({ err, exit }).toEqual({ err: "", exit: 0 });
  expect(out).toContain(`Wrote 40 connections to ${target}.\n`);
  expect(readdirSync(target).sort()).toEqual(
    [".gitignore", "Pulumi.yaml", "README.md", "index.ts", "package.json", "tsconfig.json"].sort(),
  );
  const file = (name: string) => readFileSync(join(target, name), "utf8");
  for (const name of ["index.ts", "package.json", "tsconfig.json", "Pulumi.yaml", "README.md"])
    expect(file(name)).toBe(await format(file(name), { filepath: name }));

  mkdirSync(join(target, "node_modules/@pulumi"), { recursive: true });
  symlinkSync(repository, join(target, "node_modules/pulumi-model-connections"));
  symlinkSync(join(repository, "node_modules/@pulumi/pulumi"), join(target, "node_modules/@pulumi/pulumi"));
  execFileSync(process.execPath, [join(repository, "node_modules/typescript/bin/tsc"), "-p", target], {
    stdio: "pipe",
  });

  const program = file("index.ts");
  const names = namesIn(program);
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(40);
  for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
  const secrets = [...program.matchAll(/requireSecret\("(\w+)"\)/g)].map(([, name]) => name!);
  expect(new Set(secrets).size).toBe(40);
  // The project's name is also the namespace of the provider's settings, where apiKey is the platform's own key.
  expect(secrets).not.toContain("apiKey");
  const lines = file("README.md")
    .split("\n")
    .filter((line) => line.startsWith("pulumi config set --secret"));
  expect(lines).toEqual([
    "pulumi config set --secret model-connections:apiKey",
    ...secrets.map((secret) => `pulumi config set --secret ${secret}`),
  ]);
  expect(program.match(/INACTIVE on the platform/g)).toHaveLength(8);
  expect(program.match(/adopt: true/g)).toHaveLength(40);

  const written = readdirSync(target, { withFileTypes: true }).filter((entry) => entry.isFile());
  const all = [out, ...written.map(({ name }) => file(name))].join("\n");
  expect(all).not.toContain("sk-from-the-console");
  expect(all).not.toContain(emulator.viewOnlyKey);
  expect(new Set(emulator.journal().map(({ method }) => method))).toEqual(new Set(["GET"]));
}, 120_000);

test("the arguments equal the values on the platform, character for character", async () => {
  fillByConsole(emulator);
  const declared: Record<string, unknown>[] = [];
  const ModelConnection = function (_name: string, args: Record<string, unknown>) {
    declared.push(args);
  };
  const config = { requireSecret: (name: string) => name };
  const script = (await programOf()).replaceAll(/^import .*$|^const config = .*$/gm, "");
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
  new Function("ModelConnection", "config", script)(ModelConnection, config);
  const byName = new Map(declared.map((args) => [args["connectionName"], args]));
  for (const { connectionName, provider, model, fields } of emulator.connections()) {
    expect(byName.get(connectionName)).toEqual({
      apiKey: expect.stringMatching(/^\w+Key$/),
      ...{ provider, connectionName, adopt: true, ...(model && { model }) },
      ...(provider === "API" && { baseUrl: fields["BASE_URL"] }),
      ...(provider === "Azure Open AI" && {
        apiVersion: fields["api_version"],
        resourceName: fields["your_resource_name"],
        deploymentId: fields["deployment_id"],
      }),
    });
  }
  expect(byName.size).toBe(ODD_NAMES.length);
});

test("names are readable and do not change when more connections are imported later", async () => {
  const oldest = addNamed("Support Bot");
  addNamed("OpenAI GPT-4o");
  addNamed("1st Ünïcode model");
  addNamed("class");
  const before = await programOf();
  expect(before).toContain('const openaiGpt4o = new ModelConnection("openai-gpt-4o", {');
  expect(before).toContain(
    'const connection1stUnicodeModel = new ModelConnection(\n  "connection-1st-unicode-model",',
  );
  expect(before).toContain('const classConnection = new ModelConnection("class", {');
  expect(before).toContain('requireSecret("openaiGpt4oKey")');

  addNamed("support_bot");
  addNamed("A newer one");
  const after = await programOf();
  for (const block of before.split("\n\n").slice(2)) expect(after).toContain(block.trimEnd());
  expect(namesIn(after)).toHaveLength(6);
  expect(after).toContain(`// ${oldest.connectionId}\nconst supportBot =`);
  expect(namesIn(after)).toContainEqual(expect.stringMatching(/^support-bot-[0-9a-f]{4}$/));
});

test("of two connections with the same logical name the older keeps it, even if both names are too long", async () => {
  addNamed("x".repeat(255));
  addNamed("x".repeat(254));
  const long = "x".repeat(34);
  expect(namesIn(await programOf()).sort()).toEqual([
    long,
    expect.stringMatching(new RegExp(`^${long}-[0-9a-f]{4}$`)),
  ]);
});

test("a connection that can't be declared is left out, and the reason is printed and in index.ts", async () => {
  const [first, second] = [addNamed("twin"), addNamed("twin")]
    .map(({ connectionId }) => connectionId)
    .sort() as [string, string];
  addNamed("two\nlines");
  addNamed("right\u202eleft");
  addNamed("zero\u200bwidth");
  addNamed("y".repeat(256));
  emulator.console.create({
    provider: "API",
    connectionName: "with credentials",
    fields: { API_KEY: "sk-from-the-console", BASE_URL: "https://user:pass@models.example.com" },
  });
  emulator.console.create({ provider: "Anthropic", connectionName: "no model", fields: { API_KEY: "k" } });
  const other = addNamed("of another provider");
  emulator.console.changeProvider(other.connectionId, "Mistral" as "API");
  addNamed("fine");

  const { out, err, exit } = await importing(join(folder, "p"));
  expect({ err, exit }).toEqual({ err: "", exit: 0 });
  const [wrote, ...printed] = out.trimEnd().split("\n").slice(0, -1);
  expect(wrote).toBe(`Wrote 1 connection to ${join(folder, "p")}.`);
  const program = readFileSync(join(folder, "p/index.ts"), "utf8");
  expect(namesIn(program)).toEqual(["fine"]);
  const reasons = program.split("\n").filter((line) => line.startsWith("// Left out: "));
  expect(reasons).toHaveLength(9);
  expect(printed).toEqual(reasons.map((line) => line.replace("// ", "")));
  const twins = `2 connections have this name (${first}, ${second}); delete all but one of them in the console first, since a connection can't be renamed.`;
  for (const reason of [
    `twin (${first}): ${twins}`,
    `twin (${second}): ${twins}`,
    /two�lines .*: its connectionName must not contain control characters, invisible characters, or text/,
    /right�left .*: its connectionName must not contain control characters, invisible characters/,
    /zero�width .*: its connectionName must not contain control characters, invisible characters/,
    /yyy.*: its connectionName must not be longer than 255 characters\.$/,
    /with credentials .*: its baseUrl must not contain a user name or password/,
    /no model .*: the platform doesn't return its model\.$/,
    /of another provider .*: the API can't create connections of its provider\.$/,
  ])
    expect(reasons).toContainEqual(
      expect.stringMatching(reason instanceof RegExp ? reason : literally(reason)),
    );
  expect(program).not.toContain("user:pass");
  const toStdout = await importing("--stdout");
  expect(toStdout).toEqual({ out: program, err: `${printed.join("\n")}\n`, exit: 0 });
  expect(program).toBe(await format(program, { parser: "typescript" }));
});

test.each([
  [["--provider", "API"], 10],
  [["--status", "INACTIVE"], 8],
  [["--name", "support*"], 2],
  [["--name", "nothing"], 0],
])("%j imports %i of the 40", async (filters, count) => {
  fillByConsole(emulator);
  expect(namesIn(await programOf(...filters))).toHaveLength(count);
});

test("a folder that is not empty is not changed, with exit code 1", async () => {
  writeFileSync(join(folder, "mine.txt"), "mine");
  const { out, err, exit } = await importing(folder);
  expect({ out, err, exit }).toEqual({
    ...{ out: "", exit: 1 },
    err: `${folder} is not an empty folder: choose another one, or use --stdout.\n`,
  });
  const file = join(folder, "mine.txt");
  expect((await importing(file)).err).toContain(`${file} is not an empty folder`);
  expect(readdirSync(folder)).toEqual(["mine.txt"]);
  expect(emulator.journal()).toEqual([]);
});

test("if the platform fails, no folder is created, with exit code 1", async () => {
  addNamed("fine");
  emulator.faults.inject({
    on: { operation: "get" },
    fault: { kind: "status", status: 403 },
    times: Infinity,
  });
  const target = join(folder, "p");
  const { out, err, exit } = await importing(target);
  expect({ out, exit }).toEqual({ out: "", exit: 1 });
  expect(err).toMatch(/^[^\n]*403[^\n]*\n$/);
  expect(readdirSync(folder)).toEqual([]);
});

test.each([
  [["--project", "no/slash"], 1, /--project must be/],
  [["a", "b"], 2, /too many arguments/],
] as const)("%j gives exit code %i", async (args, code, message) => {
  const { out, err, exit } = await importing(...args);
  expect({ out, exit }).toEqual({ out: "", exit: code });
  expect(err).toMatch(message);
});

const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

const gateway: ConnectionDraft = {
  ...{ provider: "API", connectionName: "gateway", model: "llama-3", status: "FINALIZED", isEnable: true },
  endpointUrl: "https://gateway.example.com/v1",
  headers: [{ key: "Authorization", value: "Bearer gw-from-the-console" }],
  mapProvider: "openAIModel",
  IOMappings: ["textToText"],
  ...{ bodyTab: "providerReferences", idp: "none" },
  llmFeatures: {
    ...{ toolCalling: true, supportTools: false, parallelToolCalling: false },
    ...{ structuredResponse: false, dataGeneration: false, streaming: true },
  },
};
const house: ConnectionDraft = {
  ...{ provider: "API", connectionName: "house", model: "house-1", status: "FINALIZED", isEnable: true },
  ...{ endpointUrl: "https://models.example.com/generate", headers: [], customVars: [] },
  payload: {
    input: "{{prompt}}",
    "max-tokens": 1024,
    messages: [
      { role: "system", content: "{{system_prompt}}" },
      { role: "user", content: "a long text that does not fit into one line of the program: {{prompt}}" },
    ],
  },
  promptVars: [
    {
      ...{ name: "prompt", displayName: "Prompt", status: "ACTIVE", dataType: "string" },
      ...{ elementType: "string", defaultValue: "", required: true },
    },
  ],
  ...{ outputPath: "result.text", inputTokensPath: "", outputTokensPath: "" },
};

test("custom endpoints are imported with what the platform returns, and their headers as one secret", async () => {
  emulator.console.create(gateway);
  emulator.console.create(house);
  const target = join(folder, "endpoints");
  expect(await importing(target)).toMatchObject({ err: "", exit: 0 });
  const file = (name: string) => readFileSync(join(target, name), "utf8");
  for (const name of ["index.ts", "README.md"])
    expect(file(name)).toBe(await format(file(name), { filepath: name }));
  const program = file("index.ts");
  expect(program).toContain("headers: config.requireSecretObject<Record<string, string>>(");
  expect(program).not.toMatch(/ioMappings|customVars|inputTokensPath|apiKey/);
  expect(program + file("README.md")).not.toContain("gw-from");
  expect(file("README.md")).toContain('gatewayHeaders  "gateway", the value of each header');
  expect(file("README.md")).toContain(
    `pulumi config set --secret --path 'gatewayHeaders["Authorization"]'\n`,
  );
  expect(file("README.md")).not.toContain("houseHeaders");
  mkdirSync(join(target, "node_modules/@pulumi"), { recursive: true });
  symlinkSync(repository, join(target, "node_modules/pulumi-model-connections"));
  symlinkSync(join(repository, "node_modules/@pulumi/pulumi"), join(target, "node_modules/@pulumi/pulumi"));
  execFileSync(process.execPath, [join(repository, "node_modules/typescript/bin/tsc"), "-p", target], {
    stdio: "pipe",
  });
});

test("of endpoints with equal names, import says that they can be renamed", async () => {
  emulator.console.create(gateway);
  emulator.console.create(gateway);
  const { out } = await importing(join(folder, "equal"));
  expect(out).toContain("; delete or rename all but one of them in the console first.");
});
