// The lifecycle of a connection through the hooks, for each provider. Every step is settled, and the emulator shows what remains.
import { type Args, allProviders, anthropic, customApi, openAi } from "./arguments";
import { Driven } from "./driver";
import { type Emulator, counted, failureOf, listen, start } from "./platform";

const keysIn = (emulator: Emulator) => emulator.connections().map(({ fields }) => fields["API_KEY"]);

/** Neither up nor refresh changes anything: up sends no request, and refresh sends one GET. */
async function expectSettled(emulator: Emulator, resource: Driven, args: Args) {
  emulator.clearJournal();
  expect(await resource.nextRun().up(args)).toBe("same");
  expect(emulator.journal()).toEqual([]);
  expect(await resource.nextRun().refresh()).toBe("same");
  expect(counted(emulator)).toEqual({ get: 1 });
  expect(await resource.nextRun().up(args)).toBe("same");
}

test.each(allProviders)("$provider: create, rotate, change, delete", async (args) => {
  const emulator = await start();
  const heard = listen();
  const resource = new Driven(emulator);

  expect(await resource.up(args)).toBe("create");
  expect(counted(emulator)).toEqual({ list: 1, create: 1, get: 1 });
  expect(resource.outs!.connectionName).toMatch(/^gpt-[0-9a-f]{7}$/);
  expect(resource.outs).toMatchObject({
    ...args,
    status: "ACTIVE",
    host: emulator.host,
    deletionPolicy: "retain",
  });
  await expectSettled(emulator, resource, args);

  const rotated = { ...args, apiKey: "sk-rotated-00000001" };
  emulator.clearJournal();
  const isApi = args.provider === "API";
  expect(await resource.nextRun().up(rotated)).toBe(isApi ? "replace" : "update");
  expect(counted(emulator)).toEqual(isApi ? { list: 1, create: 1, get: 1 } : { update: 1, get: 1 });
  if (!isApi) expect(emulator.journal()[0]!.bodyKeys).toEqual(["fields", "fields.API_KEY"]);
  await expectSettled(emulator, resource, rotated);

  const { id: oldId, connectionName: oldName } = { ...resource.outs!, id: resource.id! };
  const changed = isApi
    ? { ...rotated, baseUrl: "https://other.example.com" }
    : { ...rotated, model: "another" };
  expect(await resource.nextRun().up(changed)).toBe("replace");
  expect(resource.outs!.connectionName).not.toBe(oldName);
  expect(heard()).toContain(
    `warning: model connection "${oldName}" (${oldId}) is no longer in this stack, but it still exists`,
  );
  await expectSettled(emulator, resource, changed);

  const before = emulator.connections();
  emulator.clearJournal();
  await resource.nextRun().remove();
  expect(emulator.journal()).toEqual([]);
  expect(emulator.connections()).toEqual(before);
  expect(before).toHaveLength(isApi ? 3 : 2);
});

test("outputs contain neither adopt nor undefined, and removing adopt: false changes nothing", async () => {
  const emulator = await start();
  const resource = new Driven(emulator);
  await resource.up({ ...openAi, connectionName: "prod", adopt: false });
  expect(Object.keys(resource.outs!).sort()).toEqual(
    [
      ...["__provider", "apiKey", "apiKeyId", "connectionName", "createdOn", "deletionPolicy", "host"],
      ...["maskedApiKey", "model", "modifiedOn", "provider", "status"],
    ].sort(),
  );
  expect(await resource.nextRun().up({ ...openAi, connectionName: "prod" })).toBe("same");
});

test.each([openAi, customApi])(
  "--replace and taint of an unchanged connection of $provider keep it",
  async (args) => {
    const emulator = await start();
    const heard = listen();
    const resource = new Driven(emulator);
    await resource.up({ ...args, deletionPolicy: args.provider === "API" ? "retain" : "scrub" });
    const { id, outs } = resource;
    await resource.nextRun().up({ ...args, deletionPolicy: outs!.deletionPolicy }, { taint: true });
    expect(resource.id).toBe(id);
    expect(resource.outs!.connectionName).toBe(outs!.connectionName);
    expect(emulator.connections()).toMatchObject([{ connectionId: id, fields: { API_KEY: args.apiKey } }]);
    expect(heard()).toContain("stays as it is: this run still uses it");
    await expectSettled(emulator, resource, { ...args, deletionPolicy: outs!.deletionPolicy });
  },
);

test("a renamed logical name changes nothing", async () => {
  const emulator = await start();
  const resource = new Driven(emulator, "before");
  await resource.up(anthropic);
  const renamed = Object.assign(new Driven(emulator, "after"), {
    id: resource.id,
    inputs: resource.inputs,
    outs: resource.outs,
  });
  expect(await renamed.up(anthropic)).toBe("same");
  expect(renamed.inputs!.connectionName).toMatch(/^before-/);
});

test("after a run killed between POST and saving state, the next up ends with one connection", async () => {
  for (const args of allProviders) {
    const emulator = await start();
    listen();
    await new Driven(emulator).up(args);
    const again = new Driven(emulator);
    expect(await again.up(args)).toBe("create");
    expect(emulator.connections()).toMatchObject([
      { connectionId: again.id, fields: { API_KEY: args.apiKey } },
    ]);
    await expectSettled(emulator, again, args);
  }
});

test("two resources with the same seed and different keys never share a connection", async () => {
  const emulator = await start({ maskStyle: "stars" });
  const [one, two] = [new Driven(emulator), new Driven(emulator)];
  await one.up(openAi);
  await two.up({ ...openAi, apiKey: "sk-of-the-twin-01" });
  expect(one.id).not.toBe(two.id);
  expect(keysIn(emulator)).toEqual([openAi.apiKey, "sk-of-the-twin-01"]);
});

test("a PATCH with unknown outcome is a partial failure, and the next up sends the key again", async () => {
  const emulator = await start();
  const resource = new Driven(emulator);
  await resource.up(openAi);
  const rotated = { ...openAi, apiKey: "sk-rotated-00000001" };
  emulator.faults.inject({ on: { operation: "update" }, fault: { kind: "truncated", commit: true } });
  const failure = await failureOf(resource.nextRun({ maxRetries: "0" }).up(rotated));
  expect(failure).toMatchObject({ name: "PartialFailure", id: resource.id });
  expect(failure.message).toContain("The next pulumi up sends the key again.");
  expect(resource.outs).toMatchObject({
    apiKey: openAi.apiKey,
    __provider: expect.stringContaining("require"),
  });
  expect(await resource.nextRun().up(rotated)).toBe("update");
  expect(keysIn(emulator)).toEqual(["sk-rotated-00000001"]);
  await expectSettled(emulator, resource, rotated);
});

test("a PATCH that the platform refuses is an ordinary failure, without an id", async () => {
  const emulator = await start();
  const resource = new Driven(emulator);
  await resource.up(openAi);
  emulator.faults.inject({ on: { operation: "update" }, fault: { kind: "status", status: 403 } });
  const failure = await failureOf(resource.nextRun().up({ ...openAi, apiKey: "sk-rotated-00000001" }));
  expect(failure).not.toHaveProperty("id");
  expect(failure.message).toMatch(/^Could not update model connection "gpt-.*refused access/);
  expect(keysIn(emulator)).toEqual([openAi.apiKey]);
});
