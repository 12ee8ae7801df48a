// The handler text, persisted in every user's state: the SDK's own loader takes it, and so do the states of older programs.
import { execFileSync } from "node:child_process";
import { startEmulator, type Emulator } from "pulumi-model-connections/emulator";
import { anthropic, connection, connections, customApi, openAi, program } from "../support/program";
import { EngineStack } from "../support/stack";
import { expectSettled, identities, managed, onPlatform, requests, said } from "../support/witnesses";

const HANDLER = 'exports.handler = () => require("pulumi-model-connections/hooks").hooks;';

const declared = {
  auto: openAi,
  custom: { ...customApi, connectionName: "custom by hand" },
  scrubbed: { ...anthropic, connectionName: "scrubbed by hand", deletionPolicy: "scrub", adopt: true },
};
const names = Object.keys(declared);

/** As a program would do it by `pulumi.dynamic.Resource`, which serialises the provider into state. */
const serialised = [
  'const hook = (name) => (...args) => require("pulumi-model-connections/hooks").hooks[name](...args);',
  'const names = ["configure", "check", "diff", "create", "read", "update", "delete"];',
  "const provider = Object.fromEntries(names.map((name) => [name, hook(name)]));",
  "class Serialised extends pulumi.dynamic.Resource {",
  "  constructor(name, args, opts) {",
  '    const inputs = { ...args, apiKey: pulumi.secret(args.apiKey), __autoName: "0123456789abcdef:" + name };',
  '    super(provider, name, inputs, opts, "model-connections", "ModelConnection");',
  "  }",
  "}",
].join("\n");

let emulator: Emulator;
let stack: EngineStack;

beforeAll(async () => {
  emulator = await startEmulator();
  const { host, apiKey } = emulator;
  const statements = Object.entries(declared).map(([name, args]) => connection(name, args));
  const older = program(serialised, ...statements)
    .replaceAll("new ModelConnection(", "new Serialised(")
    .replaceAll('"adopt":true', '"adopt":false');
  stack = await EngineStack.create({ program: older, host, apiKey });
});
afterAll(() => emulator.stop());

test("the SDK's own loader gets the hooks out of the handler text", () => {
  const loading = `
    const { createRequire } = require("node:module");
    const sdk = createRequire(require.resolve("@pulumi/pulumi/cmd/dynamic-provider"));
    const loaded = sdk("require-from-string")(${JSON.stringify(HANDLER)}).handler();
    console.log(Object.keys(loaded).join(), loaded === require("pulumi-model-connections/hooks").hooks);`;
  const told = execFileSync(process.execPath, ["-e", loading], { cwd: stack.folder, encoding: "utf8" });
  expect(told.trim()).toBe("configure,check,diff,create,read,update,delete true");
});

test("a state made by pulumi.dynamic.Resource goes on as model connections: the same ones, made anew or not", async () => {
  expect(await stack.up()).toMatchObject({ code: 0, plan: { create: 3 } });
  const ids = await identities(stack);
  for (const { inputs } of Object.values(await managed(stack)))
    expect(inputs?.["__provider"]).not.toBe(HANDLER);
  const before = emulator.connections();
  // Made anew by the new text and let go by the old one: both have to know the same.
  expect(await stack.run("state", "taint", "--yes", stack.urn("scrubbed"))).toMatchObject({ code: 0 });
  emulator.clearJournal();

  stack.program(connections(declared));
  const run = await stack.up();
  expect(run.code).toBe(0);
  expect(run.plan).toEqual({ same: 2, replace: 1 });
  expect(said(run)).not.toContain("goes on existing");
  expect(requests(emulator)).not.toHaveProperty("create");
  expect(await identities(stack)).toEqual(ids);
  for (const { connectionId, fields } of before)
    expect(onPlatform(emulator, connectionId).fields).toEqual(fields);
  for (const { inputs } of Object.values(await managed(stack))) expect(inputs?.["__provider"]).toBe(HANDLER);
  await expectSettled(stack);
  expect(emulator.connections()).toHaveLength(names.length);
});
