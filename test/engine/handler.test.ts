// The handler text in every user's state: the SDK's own loader evaluates it, and states of hand-written dynamic resources go over to it.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expectSettled, said } from "../support/outcomes";
import { onPlatform, requests, startPlatform } from "../support/platform";
import { anthropic, connection, connections, customApi, openAi, program } from "../support/program";
import { EngineStack } from "../support/stack";
import { identities, managed } from "../support/state";

const HANDLER = 'exports.handler = () => require("pulumi-model-connections/hooks").hooks;';

const declared = {
  auto: openAi,
  custom: { ...customApi, connectionName: "custom by name" },
  scrubbed: { ...anthropic, connectionName: "scrubbed by name", deletionPolicy: "scrub", adopt: true },
};

/** What a program gets from `pulumi.dynamic.Resource`, which serialises the provider into state. */
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

test("the SDK's own loader returns the hooks from the handler text", () => {
  const loading = `
    const { createRequire } = require("node:module");
    const sdk = createRequire(require.resolve("@pulumi/pulumi/cmd/dynamic-provider"));
    const loaded = sdk("require-from-string")(${JSON.stringify(HANDLER)}).handler();
    console.log(Object.keys(loaded).join(), loaded === require("pulumi-model-connections/hooks").hooks);`;
  const repository = join(__dirname, "../..");
  const printed = execFileSync(process.execPath, ["-e", loading], { cwd: repository, encoding: "utf8" });
  expect(printed.trim()).toBe("configure,check,diff,create,read,update,delete true");
});

test("connections of a pulumi.dynamic.Resource become model connections and stay the same, even in a forced replacement", async () => {
  const emulator = await startPlatform();
  const statements = Object.entries(declared).map(([name, args]) => connection(name, args));
  const older = program(serialised, ...statements)
    .replaceAll("new ModelConnection(", "new Serialised(")
    .replaceAll('"adopt":true', '"adopt":false');
  const stack = await EngineStack.on(emulator, older);
  expect(await stack.up()).toMatchObject({ code: 0, plan: { create: 3 } });
  const ids = await identities(stack);
  for (const { inputs } of Object.values(await managed(stack)))
    expect(inputs?.["__provider"]).not.toBe(HANDLER);
  const before = emulator.connections();
  // The new handler text runs create and the old one runs delete: both have to know what was kept.
  expect(await stack.run("state", "taint", "--yes", stack.urn("scrubbed"))).toMatchObject({ code: 0 });
  emulator.clearJournal();

  stack.program(connections(declared));
  const run = await stack.up();
  expect(run.code).toBe(0);
  expect(run.plan).toEqual({ same: 2, replace: 1 });
  expect(said(run)).not.toContain("still exists");
  expect(requests(emulator)).not.toHaveProperty("create");
  expect(await identities(stack)).toEqual(ids);
  for (const { connectionId, fields } of before)
    expect(onPlatform(emulator, connectionId).fields).toEqual(fields);
  for (const { inputs } of Object.values(await managed(stack))) expect(inputs?.["__provider"]).toBe(HANDLER);
  await expectSettled(stack);
  expect(emulator.connections()).toHaveLength(3);
});
