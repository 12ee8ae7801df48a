// Connections that people created in the console: the command imports them, one up adopts them, and nothing else changes.
import { execFile } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { fillByConsole } from "../cli/estate";
import { findLeaks } from "../support/leak-search";
import { expectSettled, succeeded } from "../support/outcomes";
import { startPlatform, writesTo } from "../support/platform";
import { fromScratch, gateway } from "../support/program";
import { EngineStack } from "../support/stack";
import { managed } from "../support/state";
import type { Emulator } from "pulumi-model-connections/emulator";

const command = join(__dirname, "../../dist/cli/main.js");

test("40 connections of the console are imported, adopted without a POST, and settled", async () => {
  const emulator = await startPlatform({ defaultLimit: 10 });
  const before = fillByConsole(emulator);
  expect(before).toHaveLength(40);
  const { stack, written } = await importedProject(emulator, before.length);

  const keys = keysByReadme(readFileSync(join(written, "README.md"), "utf8"), before);
  expect(Object.keys(keys)).toHaveLength(40);
  await stack.setConfig({}, { secrets: keys });
  const declared = new Map(before.map(({ connectionId, fields }) => [connectionId, fields["API_KEY"]]));

  const adopted = await stack.up("--skip-preview=false");
  expect(adopted).toMatchObject({ code: 0, plan: { create: 40 }, failed: [] });
  expect(writesTo(emulator).filter(({ operation }) => operation === "create")).toEqual([]);
  expect(writesTo(emulator)).toHaveLength(30);
  await expectSettled(stack);
  const plan = await stack.preview("--expect-no-changes");
  expect(plan).toMatchObject({ code: 0, plan: { same: 40 } });

  const ids = Object.values(await managed(stack)).map(({ id }) => id);
  const after = emulator.connections();
  expect(new Set(ids)).toEqual(new Set(declared.keys()));
  const timeless = (all: typeof after) => all.map((each) => ({ ...each, modifiedOn: "" }));
  expect(timeless(after)).toEqual(timeless(before));
});

test.each(["masked", "plaintext"] as const)(
  "endpoints of a platform that shows them %s are imported with one secret for each header, adopted and settled",
  async (customApi) => {
    const emulator = await startPlatform({ customApi });
    const { secrets, before } = fillWithEndpoints(emulator);
    const { stack, written, out } = await importedProject(emulator, before.length);
    const read = (name: string) => readFileSync(join(written, name), "utf8");
    expect(findLeaks({ out, program: read("index.ts"), readme: read("README.md") }, secrets)).toEqual([]);
    const values = new Map(
      before.flatMap(({ headers = [] }) => headers.map((each) => [each.key, each.value])),
    );
    const commands = [
      ...read("README.md").matchAll(/^pulumi config set --secret --path '(\w+\["(.+)"\])'$/gm),
    ];
    expect(commands.map(([, , header]) => header).sort()).toEqual([...values.keys()].sort());
    for (const [, path, header] of commands)
      succeeded(await stack.run("config", "set", "--secret", "--path", path!, values.get(header!)!));

    const adopted = succeeded(await stack.up("--skip-preview=false", "--json"));
    expect(writesTo(emulator).map(({ operation, bodyKeys }) => [operation, ...bodyKeys])).toEqual([
      ["update", "headers"],
      ["update", "headers"],
    ]);
    await expectSettled(stack);
    expect(await stack.preview("--expect-no-changes")).toMatchObject({
      code: 0,
      plan: { same: before.length },
    });
    const ids = Object.values(await managed(stack)).map(({ id }) => id);
    expect(new Set(ids)).toEqual(new Set(before.map(({ connectionId }) => connectionId)));
    const timeless = (all: typeof before) => all.map((each) => ({ ...each, modifiedOn: "" }));
    expect(timeless(emulator.connections())).toEqual(timeless(before));
    const texts = { ...stack.artefacts(), ...stack.eventLogs(), json: adopted.output };
    expect(findLeaks(texts, secrets)).toEqual([]);
  },
);

test("endpoints that the platform shows nothing of are left out", async () => {
  const emulator = await startPlatform({ customApi: "hidden" });
  const { before } = fillWithEndpoints(emulator);
  const { written } = await importedProject(emulator, 0);
  const program = readFileSync(join(written, "index.ts"), "utf8");
  for (const { connectionName, connectionId } of before)
    expect(program).toContain(`// Left out: ${connectionName} (${connectionId}): `);
});

/** A project in a stack, as the command writes it. */
async function importedProject(emulator: Emulator, count: number) {
  const stack = await EngineStack.create({
    ...{ project: "model-connections", program: "", runtime: "typescript", timeoutMs: 300_000 },
    ...{ host: emulator.host, apiKey: emulator.apiKey },
  });
  const written = join(stack.folder, "written");
  const environment = {
    MODEL_CONNECTIONS_HOST: emulator.host,
    MODEL_CONNECTIONS_API_KEY: emulator.viewOnlyKey,
  };
  const { stdout: out } = await promisify(execFile)(process.execPath, [command, "import", written], {
    env: { ...process.env, ...environment },
  });
  expect(out).toContain(`Wrote ${count} connections to ${written}.`);
  for (const name of ["Pulumi.yaml", "package.json", "tsconfig.json", "index.ts"])
    cpSync(join(written, name), join(stack.folder, name));
  return { stack, written, out };
}

/** Both kinds, and one without headers. */
function fillWithEndpoints({ console, connections }: Emulator) {
  const secrets = {
    token: "gw-Planted-in-the-console-0001",
    plain: "gw-Planted-without-a-scheme-0002",
    key: "house-Planted-in-the-console-0003",
  };
  const common = { provider: "API", status: "FINALIZED", isEnable: true } as const;
  const format = {
    bodyTab: "providerReferences",
    idp: "none",
    mapProvider: gateway.mapProvider,
    llmFeatures: {
      ...{ toolCalling: true, supportTools: false, parallelToolCalling: false },
      ...{ structuredResponse: false, dataGeneration: false, streaming: true },
    },
    IOMappings: ["textToText", "imageToText"],
  } as const;
  const { model, endpointUrl } = gateway;
  console.create({
    ...{ ...common, ...format, model, endpointUrl, connectionName: "The gateway" },
    headers: [
      { key: "Authorization", value: `Bearer ${secrets.token}` },
      { key: "x-team", value: secrets.plain },
    ],
  });
  console.create({
    ...common,
    ...format,
    model,
    endpointUrl,
    connectionName: "Without headers",
    headers: [],
  });
  const { payload, outputPath } = fromScratch;
  console.create({
    ...{ ...common, model: "house-1", endpointUrl, connectionName: "house", payload, outputPath },
    headers: [{ key: "x-api-key", value: secrets.key }],
    promptVars: [
      {
        ...{ name: "prompt", displayName: "Prompt", status: "active", dataType: "string" },
        ...{ elementType: null, defaultValue: "", required: true, examples: ['"quoted"', "{{prompt}}"] },
      },
    ],
    customVars: [{ name: "tone", "odd key": 1 }],
    ...{ inputTokensPath: "usage.prompt_tokens", outputTokensPath: "" },
  });
  return { secrets, before: connections() };
}

/** The keys that a user who follows the generated README sets: each line is `secret  connection name`. */
function keysByReadme(text: string, existing: ReturnType<typeof fillByConsole>): Record<string, string> {
  const wanted = [...text.matchAll(/^pulumi config set --secret (\w+)$/gm)].map(([, secret]) => secret!);
  return Object.fromEntries(
    wanted.map((secret) => {
      const [, name] = new RegExp(`^${secret} {2}(.*)$`, "m").exec(text)!;
      const { fields } = existing.find(({ connectionName }) => connectionName === JSON.parse(name!))!;
      return [secret, fields["API_KEY"]!];
    }),
  );
}
