// Changes made outside Pulumi: what refresh shows, and what the next up does about them.
import type { Console } from "../../emulator/index";
import { type Args, anthropic, azure, customApi, openAi } from "./arguments";
import { Driven } from "./driver";
import { type Emulator, counted, failureOf, listen, start } from "./platform";

async function deployed(args: Args, emulator: Emulator): Promise<Driven & { id: string }> {
  const resource = new Driven(emulator);
  await resource.up(args);
  return resource as Driven & { id: string };
}

type Edit = (to: Console, id: string) => void;

test.each([
  ["model", openAi, (to, id) => to.changeModel(id, "drifted")],
  ["baseUrl", customApi, (to, id) => to.changeField(id, "BASE_URL", "https://drifted.example.com")],
  ["apiVersion", azure, (to, id) => to.changeField(id, "api_version", "drifted")],
  ["resourceName", azure, (to, id) => to.changeField(id, "your_resource_name", "drifted")],
  ["deploymentId", azure, (to, id) => to.changeField(id, "deployment_id", "drifted")],
  ["connectionName", openAi, (to, id) => to.rename(id, "drifted")],
] as [string, Args, Edit][])("refresh shows a changed %s; the next up replaces", async (name, args, edit) => {
  const emulator = await start({ uniqueKeys: false });
  listen();
  const resource = await deployed(args, emulator);
  const { id } = resource;
  edit(emulator.console, id);
  const shown = await resource.nextRun().refresh();
  expect(shown).toEqual({ [name]: expect.stringContaining("drifted") });
  expect(await resource.nextRun().up(args)).toBe("replace");
  expect(resource.id).not.toBe(id);
  expect(await resource.nextRun().refresh()).toBe("same");
  expect(await resource.nextRun().up(args)).toBe("same");
  expect(emulator.connections().map(({ connectionId }) => connectionId)).toEqual([id, resource.id]);
});

test("refresh shows a changed provider", async () => {
  const emulator = await start();
  const resource = await deployed(openAi, emulator);
  emulator.console.changeProvider(resource.id, "Anthropic");
  expect(await resource.nextRun().refresh()).toEqual({ provider: "Anthropic" });
});

test.each([
  ["the mask", { maskStyle: "edges" } as const, /^changed outside Pulumi: the platform now shows sk\*+9999$/],
  [
    "modifiedOn",
    {},
    /^may have changed outside Pulumi: modifiedOn is now .*Z and no other change explains it$/,
  ],
])("a key changed outside Pulumi is found by %s and restored", async (_, options, description) => {
  const emulator = await start(options);
  const resource = await deployed(anthropic, emulator);
  emulator.console.exchangeKey(resource.id, "sk-ant-exchanged-9999");
  expect(await resource.nextRun().refresh()).toEqual({ apiKeyDrift: expect.stringMatching(description) });
  expect(await resource.nextRun().refresh()).toBe("same");
  expect(resource.inputs).toMatchObject({
    apiKey: anthropic.apiKey,
    apiKeyDrift: expect.stringMatching(description),
  });
  emulator.clearJournal();
  expect(await resource.nextRun().up(anthropic)).toBe("update");
  expect(counted(emulator)).toEqual({ update: 1, get: 1 });
  expect(emulator.connections()).toMatchObject([{ fields: { API_KEY: anthropic.apiKey } }]);
  expect(resource.outs).not.toHaveProperty("apiKeyDrift");
  expect(await resource.nextRun().refresh()).toBe("same");
});

test("for provider API, a key changed outside Pulumi makes the next up replace the connection", async () => {
  const emulator = await start();
  listen();
  const resource = await deployed(customApi, emulator);
  emulator.console.exchangeKey(resource.id, "sk-exchanged-9999");
  await resource.nextRun().refresh();
  expect(await resource.nextRun().up(customApi)).toBe("replace");
  expect(emulator.connections().map(({ fields }) => fields["API_KEY"])).toEqual([
    "sk-exchanged-9999",
    customApi.apiKey,
  ]);
  expect(await resource.nextRun().up(customApi)).toBe("same");
});

test("a new modifiedOn is not reported as a key change if the status changed too, or if watchModifiedOn is false", async () => {
  const emulator = await start();
  const heard = listen();
  const resource = await deployed(openAi, emulator);
  emulator.console.setStatus(resource.id, "INACTIVE");
  expect(await resource.nextRun().refresh()).toBe("same");
  expect(resource.outs).toMatchObject({ status: "INACTIVE" });
  expect(heard()).toContain('is "INACTIVE" on the platform. The provider doesn\'t set the status');
  emulator.console.touch(resource.id);
  expect(await resource.nextRun({ watchModifiedOn: "false" }).refresh()).toBe("same");
});

test("every run reports the status INACTIVE, also a run that sends nothing", async () => {
  const emulator = await start();
  const heard = listen();
  const resource = await deployed(openAi, emulator);
  emulator.console.setStatus(resource.id, "INACTIVE");
  await resource.nextRun().refresh();
  const lines = () =>
    heard()
      .split("\n")
      .filter((line) => line.includes("INACTIVE")).length;
  expect(lines()).toBe(1);
  emulator.clearJournal();
  await resource.nextRun().up(openAi);
  expect([lines(), emulator.journal()]).toEqual([2, []]);
});

test("a 404 means gone once another connection is found, and the next up creates a new connection", async () => {
  const emulator = await start();
  const resource = await deployed(openAi, emulator);
  const other = new Driven(emulator, "other");
  await other.up({ ...openAi, apiKey: "sk-other-00000001" });
  emulator.console.remove(resource.id);
  resource.hooks = other.nextRun().hooks;
  const gone = resource.refresh();
  expect(await other.refresh()).toBe("same");
  expect(await gone).toBe("gone");
  expect(await resource.nextRun().up(openAi)).toBe("create");
  expect(emulator.connections()).toHaveLength(2);
});

test("if every GET returns 404, refresh fails and state stays as it is, unless acceptAllGone is true", async () => {
  const emulator = await start();
  const resource = await deployed(openAi, emulator);
  emulator.console.removeAll();
  const { message } = await failureOf(resource.nextRun().refresh());
  expect(message).toMatch(
    /^Could not read model connection "gpt-.*knows none of the connections.*acceptAllGone/,
  );
  expect(resource.id).toBeDefined();
  expect(await resource.nextRun({ acceptAllGone: "true" }).refresh()).toBe("gone");
});

test("a 404 that the list contradicts is an error", async () => {
  const emulator = await start();
  const resource = await deployed(openAi, emulator);
  emulator.faults.inject({ on: { operation: "get" }, fault: { kind: "notFound" } });
  const { message } = await failureOf(resource.nextRun({ acceptAllGone: "true" }).refresh());
  expect(message).toContain("the platform lists the connection but returns 404 for");
});

test.each([
  { kind: "status", status: 401 },
  { kind: "status", status: 403 },
  { kind: "status", status: 500 },
  { kind: "html" },
  { kind: "proxy404" },
  { kind: "truncated" },
  { kind: "wrongShape" },
  { kind: "redirect", location: "https://login.example.com" },
] as const)("the fault %j never means gone", async (fault) => {
  const emulator = await start();
  const resource = await deployed(openAi, emulator);
  const before = { ...resource.outs };
  for (const operation of ["get", "list"] as const) {
    if (operation === "list") emulator.console.removeAll();
    emulator.faults.inject({ on: { operation }, times: Infinity, fault });
    const failure = await failureOf(resource.nextRun({ acceptAllGone: "true", maxRetries: "0" }).refresh());
    expect(failure.name).toBe("ModelConnectionError");
    emulator.faults.clear();
  }
  expect(resource.outs).toEqual(before);
});

test("read returns a connection that the stack doesn't manage, and fails for an unknown id", async () => {
  const emulator = await start();
  const { id } = await deployed(azure, emulator);
  const { hooks } = new Driven(emulator);
  const { props } = await hooks.read(id, { __provider: "x" });
  expect(props).toMatchObject({
    model: "GPT-4",
    apiVersion: azure.apiVersion,
    host: emulator.host,
    status: "ACTIVE",
  });
  expect(props).not.toHaveProperty("apiKey");
  expect((await failureOf(hooks.read("cn-unknown"))).message).toMatch(
    /^Could not read model connection cn-unknown: the platform knows no such connection/,
  );
});

test("check refuses an apiKeyDrift, unless the engine passes the one in state", async () => {
  const emulator = await start();
  const resource = await deployed(openAi, emulator);
  const problem = '"apiKeyDrift" is not an argument of ModelConnection';
  await expect(resource.nextRun().up({ ...openAi, apiKeyDrift: "x" })).rejects.toThrow(problem);
  emulator.console.exchangeKey(resource.id, "sk-exchanged-9999");
  await resource.nextRun().refresh();
  const { apiKeyDrift } = resource.inputs!;
  await expect(resource.nextRun().up({ ...openAi, apiKeyDrift: "x" })).rejects.toThrow(problem);
  expect(await resource.nextRun().up({ ...openAi, apiKeyDrift })).toBe("same");
});
