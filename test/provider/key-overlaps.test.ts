// Honest values that have something in common with a key: test keys contain names, and masks show the start that all keys share.
import type { Emulator } from "../../emulator/index";
import { anthropic, customApi, openAi, without } from "./arguments";
import { Driven } from "./driver";
import { failureOf, listen, start } from "./platform";

const REAL = "sk-real-aaaa-bbbb-cccc";

/** Two resources of one program, each created in a run of its own; every later run is one process for both. */
function two(emulator: Emulator, first: string, second: string) {
  const resources = [new Driven(emulator, first), new Driven(emulator, second)] as const;
  const nextRun = () => {
    resources[1].hooks = resources[0].nextRun().hooks;
  };
  return { resources, nextRun };
}

test.each([
  ["changeme-bot", openAi, "changeme"],
  ["support-bot-production", openAi, "sk-test-of-support-bot-production"],
  ["a", { ...openAi, connectionName: "anthropic-proxy" }, "anthropic"],
  ["a", anthropic, "anthropic"],
  ["a", anthropic, "20241022"],
])("the resource %s %j is not drift if another key %j is known first", async (name, args, apiKey) => {
  const emulator = await start({ uniqueKeys: false });
  listen();
  const { resources, nextRun } = two(emulator, name, "b");
  const [first, second] = resources;
  await first.up({ ...args, apiKey: REAL });
  await second.up({ ...openAi, apiKey });
  nextRun();
  await second.refresh();
  expect(await first.refresh()).toBe("same");
  expect((await first.plan(first.inputs!)).changes).toBe(false);
});

test.each(["first", "last"])(
  "a name with another resource's key is refused if it is checked %s",
  async (when) => {
    const { resources, nextRun } = two(await start(), "named", "keyed");
    nextRun();
    const [named, keyed] = resources;
    const checks = [
      () => named.check({ ...openAi, connectionName: "changeme-bot", apiKey: REAL }),
      () => keyed.check({ ...openAi, apiKey: "changeme" }),
    ];
    const [one, other] = when === "first" ? checks : checks.reverse();
    await one!();
    const { message } = await failureOf(other!());
    expect(message).toBe(
      when === "first"
        ? "apiKey: an argument of another resource contains this key, and is shown and stored in plaintext; remove the key there"
        : "connectionName: must not contain a key, because it is shown and stored in plaintext",
    );
  },
);

test("a key is hidden in other values even if an argument contains it", async () => {
  const emulator = await start();
  const { resources, nextRun } = two(emulator, "named", "keyed");
  const [named, keyed] = resources;
  const key = "sk-later-0123456789abcdef";
  await named.up({ ...openAi, connectionName: key, apiKey: REAL });
  await keyed.up({ ...openAi, apiKey: key });
  const heard = listen();
  nextRun();
  emulator.console.setStatus(keyed.id!, `x ${key}`);
  await named.refresh();
  await keyed.refresh();
  expect(keyed.outs).toMatchObject({ status: "(not shown: it contains a key)" });
  expect(heard()).not.toContain(key);
});

test("a mask of the 12 characters that all keys begin with is no drift, with and without the key", async () => {
  const emulator = await start();
  listen();
  process.env["OVERLAPPING_KEY"] = "sk-ant-api03-AbCdEfGhIjKlMnOpQrStUvWx";
  const args = { ...without(anthropic, "apiKey"), apiKeyEnv: "OVERLAPPING_KEY", apiKeyVersion: "1" };
  const resource = new Driven(emulator);
  await resource.up(args);
  const [{ connectionId, connectionName, provider, model, status, createdOn, modifiedOn }] =
    emulator.connections() as [ReturnType<Emulator["connections"]>[number]];
  const fields = { API_KEY: "sk-ant-api03***************" };
  const body = {
    ...{ connectionId, connectionName, provider, model, status, createdOn, modifiedOn },
    fields,
  };
  emulator.faults.inject({ on: { operation: "get" }, times: Infinity, fault: { kind: "wrongShape", body } });
  resource.outs = { ...resource.outs!, maskedApiKey: fields.API_KEY };
  expect(await resource.nextRun().refresh()).toBe("same");
  delete process.env["OVERLAPPING_KEY"];
  expect(await resource.nextRun().refresh()).toBe("same");
  process.env["OVERLAPPING_KEY"] = "sk-ant-api03-AbCdEfGhIjKlMnOpQrStUvWx";
  expect(await resource.nextRun().up(args)).toBe("same");
});

test("another key in a mask is no drift", async () => {
  const emulator = await start({ uniqueKeys: false });
  listen();
  const { resources, nextRun } = two(emulator, "a", "b");
  const [first, second] = resources;
  await first.up({ ...customApi, apiKey: "changeme-production-0001" });
  expect(first.outs).toMatchObject({ maskedApiKey: "changeme-***************" });
  await second.up({ ...openAi, apiKey: "changeme" });
  nextRun();
  await second.refresh();
  expect(await first.refresh()).toBe("same");
  expect(await first.up({ ...customApi, apiKey: "changeme-production-0001" })).toBe("same");
});

test("a value that the platform stores with a prefix is no drift if another key begins with both", async () => {
  const emulator = await start({ canonicalForms: ["prefix"], uniqueKeys: false });
  listen();
  const { resources, nextRun } = two(emulator, "a", "b");
  const [first, second] = resources;
  await first.up(openAi);
  const model = emulator.connections()[0]!.model!;
  expect(model).not.toBe(openAi.model);
  await second.up({ ...openAi, apiKey: `${model}-test-key` });
  nextRun();
  await second.refresh();
  expect(await first.refresh()).toBe("same");
  // A new connection in a process that knows the key.
  const third = new Driven(emulator, "c");
  third.hooks = first.hooks;
  await third.up({ ...openAi, apiKey: "sk-third-0001" });
  expect(await third.nextRun().refresh()).toBe("same");
});

test("a refused argument doesn't make its key visible", async () => {
  const emulator = await start({ uniqueKeys: false });
  const heard = listen();
  const { resources, nextRun } = two(emulator, "named", "keyed");
  const [named, keyed] = resources;
  await keyed.up({ ...openAi, apiKey: REAL });
  nextRun();
  await keyed.check({ ...openAi, apiKey: REAL });
  await failureOf(named.check({ ...openAi, connectionName: REAL, apiKey: "sk-other-0001" }));
  emulator.console.setStatus(keyed.id!, REAL);
  await keyed.refresh();
  expect(keyed.outs).toMatchObject({ status: "(not shown: it contains a key)" });
  expect(heard()).not.toContain(REAL);
});

test("a test key that is part of its connection's name can be rotated, and the name kept", async () => {
  const emulator = await start();
  listen();
  const resource = new Driven(emulator);
  await resource.up({ ...openAi, connectionName: "changeme-bot", apiKey: REAL });
  // As an earlier version accepted it.
  resource.inputs = { ...resource.inputs!, apiKey: "changeme" };
  resource.outs = { ...resource.outs!, apiKey: "changeme" };
  expect(await resource.nextRun().up({ ...openAi, connectionName: "changeme-bot", apiKey: "changeme" })).toBe(
    "same",
  );
  const rotated = { ...openAi, connectionName: "changeme-bot", apiKey: "sk-rotated-0001" };
  expect(await resource.nextRun().up(rotated)).toBe("update");
});

test.each(["first", "last"])("a key that is rotated away may be in a new name, checked %s", async (when) => {
  const emulator = await start({ uniqueKeys: false });
  listen();
  const { resources, nextRun } = two(emulator, "rotated", "named");
  const [rotated, named] = resources;
  await rotated.up({ ...openAi, apiKey: "changeme" });
  nextRun();
  const checks = [
    () => rotated.check({ ...openAi, apiKey: REAL }),
    () => named.check({ ...openAi, connectionName: "changeme-helper", apiKey: "sk-other-0001" }),
  ];
  for (const check of when === "first" ? checks.reverse() : checks) await check();
});

test.each(["first", "last"])("the name of a provider may be a test key, checked %s", async (when) => {
  const { resources, nextRun } = two(await start(), "a", "b");
  nextRun();
  const checks = [
    () => resources[0].check({ ...anthropic, apiKey: REAL }),
    () => resources[1].check({ ...openAi, apiKey: "anthropic" }),
  ];
  for (const check of when === "first" ? checks : checks.reverse()) await check();
});
