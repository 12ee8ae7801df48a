// A connection lives on one platform: what another host in the settings means, and that nothing is sent across platforms.
import { type Args, openAi } from "./arguments";
import { Driven } from "./driver";
import { type Emulator, counted, failureOf, listen, start } from "./platform";

const settingsOf = ({ host, apiKey }: Emulator) => ({ host, apiKey });
const args: Args = { ...openAi, deletionPolicy: "scrub" };

async function deployed() {
  const [old, next] = [await start(), await start()];
  const resource = new Driven(old);
  await resource.up(args);
  const heard = listen();
  old.clearJournal();
  return { old, next, heard, resource, id: resource.id! };
}

/** Settings for the same platform under another name: localhost instead of 127.0.0.1. */
const aliasOf = (emulator: Emulator) => ({
  host: emulator.host.replace("127.0.0.1", "localhost"),
  apiKey: emulator.apiKey,
});

test("the same platform under another name updates state only", async () => {
  const { old, resource, id } = await deployed();
  expect(await resource.nextRun(aliasOf(old)).up(args)).toBe("update");
  expect(counted(old)).toEqual({ get: expect.any(Number) });
  expect(resource.outs).toMatchObject({ host: aliasOf(old).host });
  old.clearJournal();
  expect(await resource.nextRun(aliasOf(old)).up(args)).toBe("same");
  expect(old.journal()).toEqual([]);
  expect(old.connections()).toMatchObject([{ connectionId: id }]);
});

test("refresh records another name of the same platform", async () => {
  const { old, resource } = await deployed();
  expect(await resource.nextRun(aliasOf(old)).refresh()).toEqual({ host: aliasOf(old).host });
  expect(await resource.nextRun(aliasOf(old)).refresh()).toBe("same");
});

test("another platform: refresh fails and state stays as it is", async () => {
  const { old, next, resource, id } = await deployed();
  const failure = await failureOf(resource.nextRun({ ...settingsOf(next), acceptAllGone: "true" }).refresh());
  expect(failure.message).toContain(
    `state records the connection on ${old.host}, but model-connections:host is ${next.host}`,
  );
  expect([resource.id, old.journal()]).toEqual([id, []]);
});

test("another platform: up creates a new connection there, shows host, and warns that the old key was not scrubbed", async () => {
  const { old, next, heard, resource, id } = await deployed();
  const inputs = await resource.nextRun(settingsOf(next)).check(args);
  expect(await resource.plan(inputs)).toEqual({ changes: true, replaces: ["host"] });
  expect(await resource.nextRun(settingsOf(next)).up(args)).toBe("replace");
  expect(heard()).toContain(
    `(${id}) is no longer in this stack, but it still exists on ${old.host} unless it was deleted there: the API has no DELETE. Its key was not scrubbed`,
  );
  expect(old.connections()).toMatchObject([{ connectionId: id, fields: { API_KEY: openAi.apiKey } }]);
  expect(old.journal()).toEqual([]);
  expect(next.connections()).toMatchObject([
    { connectionId: resource.id, fields: { API_KEY: openAi.apiKey } },
  ]);
  // One GET each: plan, diff, read-back, and before the scrub; delete itself asks for nothing. One list for each process.
  expect(counted(next)).toEqual({ list: 2, create: 1, get: 4 });
  expect(await resource.nextRun(settingsOf(next)).up(args)).toBe("same");
});

test("a host without this API is never another platform: refresh, plan and scrub fail, and say what it is", async () => {
  const { old, next, heard, resource, id } = await deployed();
  const body = { message: "Cannot GET" };
  next.faults.inject({ on: {}, times: Infinity, fault: { kind: "status", status: 404, body } });
  const moved = () => resource.nextRun(settingsOf(next));
  const noApi = `there is no Connections API at ${next.host}: "Cannot GET"`;
  const { inputs } = { inputs: { ...resource.inputs!, host: next.host } };
  for (const work of [
    () => moved().refresh(),
    () => moved().plan(inputs),
    () => moved().hooks.delete(id, resource.outs!),
    () => moved().hooks.delete(id, { ...resource.outs!, host: next.host }),
  ])
    expect((await failureOf(work())).message).toContain(noApi);
  expect([heard(), resource.id, old.journal()]).toEqual(["", id, []]);
});

test("a renamed platform that lists the connection but returns 404 for it once: nothing is created, changed or scrubbed", async () => {
  const { old, heard, resource, id } = await deployed();
  const renamed = () => resource.nextRun(aliasOf(old));
  const { inputs, outs } = { inputs: { ...resource.inputs!, host: aliasOf(old).host }, outs: resource.outs! };
  for (const work of [
    () => renamed().up({ ...args, apiKey: "sk-rotated-00000001" }),
    () => renamed().plan(inputs),
    () => renamed().refresh(),
    () => renamed().hooks.update(id, outs, inputs),
    () => renamed().hooks.delete(id, outs),
    () => resource.nextRun().hooks.delete(id, outs),
  ]) {
    old.faults.inject({ on: { operation: "get" }, fault: { kind: "notFound" } });
    expect((await failureOf(work())).message).toContain("the platform lists the connection but returns 404");
  }
  expect([heard(), resource.id]).toEqual(["", id]);
  expect(Object.keys(counted(old)).sort()).toEqual(["get", "list"]);
});

test("a renamed platform whose list lacks connections: one false 404 creates, changes and drops nothing", async () => {
  const old = await start({ largestLimit: 1, uniqueKeys: false });
  const draft = {
    provider: "Open AI",
    model: openAi.model,
    fields: { API_KEY: "sk-of-somebody-1" },
  } as const;
  for (const connectionName of ["first", "second"]) old.console.create({ ...draft, connectionName });
  const heard = listen();
  const resource = new Driven(old);
  await resource.up(args);
  const { id, outs, inputs } = { id: resource.id!, outs: resource.outs!, inputs: resource.inputs! };
  old.clearJournal();
  const before = heard();
  const renamed = () => resource.nextRun(aliasOf(old));
  for (const work of [
    () => renamed().plan({ ...inputs, host: aliasOf(old).host }),
    () => renamed().refresh(),
    () => renamed().hooks.delete(id, outs),
    () => resource.nextRun().hooks.delete(id, outs),
  ]) {
    old.faults.inject({ on: { operation: "get" }, fault: { kind: "notFound" } });
    expect((await failureOf(work())).message).toContain("no list can confirm that the connection is deleted");
  }
  expect([heard(), resource.id]).toEqual([before, id]);
  expect(Object.keys(counted(old)).sort()).toEqual(["get", "list"]);
});

test("an update hides the new key before its first request", async () => {
  const { old, resource, id } = await deployed();
  const { hooks } = resource.nextRun(aliasOf(old));
  const news = { ...resource.inputs!, apiKey: "sk-planted-00000001" };
  const body = { error: { message: `the key ${news.apiKey} is not valid` } };
  old.faults.inject({ on: { operation: "get" }, fault: { kind: "status", status: 400, body } });
  const { message } = await failureOf(hooks.update(id, resource.outs!, news));
  expect(message).toContain("the platform refused the request");
  expect(message).not.toContain("planted");
});

test("an update is never sent to another platform", async () => {
  const { old, next, resource, id } = await deployed();
  const { hooks } = resource.nextRun(settingsOf(next));
  const news = { ...resource.inputs!, apiKey: "sk-rotated-00000001" };
  expect((await failureOf(hooks.update(id, resource.outs!, news))).message).toContain(
    `state records the connection on ${old.host}`,
  );
  expect(counted(next)).toEqual({ get: 1, list: 1 });
  expect(old.connections()).toMatchObject([{ fields: { API_KEY: openAi.apiKey } }]);
});
