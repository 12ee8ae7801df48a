// Delete: a connection that is removed from the stack is retained or scrubbed, on its own platform, and the user is told.
import { type Args, customApi, openAi } from "./arguments";
import { Driven } from "./driver";
import { counted, failureOf, listen, start } from "./platform";

const scrubbed: Args = { ...openAi, deletionPolicy: "scrub" };

async function deployed(args: Args) {
  const emulator = await start();
  const resource = new Driven(emulator);
  await resource.up(args);
  const heard = listen();
  const { id } = resource;
  const { connectionName: name } = resource.outs!;
  emulator.clearJournal();
  return { emulator, heard, resource, id: id!, name };
}

test("retain sends nothing, needs no settings, and warns that the connection still exists", async () => {
  const { emulator, heard, resource, id, name } = await deployed(openAi);
  await resource.nextRun({ host: "", apiKey: "" }).remove();
  expect(emulator.journal()).toEqual([]);
  expect(heard()).toBe(
    `warning: model connection "${name}" (${id}) is no longer in this stack, but it still exists on ${emulator.host} unless it was deleted there: the API has no DELETE. ` +
      "It keeps its key. Delete it in the platform's console if nothing needs it.\n",
  );
  expect(emulator.connections()).toMatchObject([{ fields: { API_KEY: openAi.apiKey } }]);
});

test("scrub overwrites the key with a placeholder and reports it", async () => {
  const { emulator, heard, resource, id } = await deployed(scrubbed);
  await resource.nextRun().remove();
  expect(counted(emulator)).toEqual({ get: 1, update: 1 });
  expect(heard()).toContain("Its key was replaced by a placeholder that can't work");
  expect(emulator.connections()).toMatchObject([{ fields: { API_KEY: `scrubbed-by-pulumi-${id}` } }]);
});

test("a change of deletionPolicy updates state only, and the next delete follows it", async () => {
  const { emulator, resource } = await deployed(openAi);
  expect(await resource.nextRun().up(scrubbed)).toBe("update");
  expect(emulator.journal()).toEqual([]);
  expect(await resource.nextRun().up(scrubbed)).toBe("same");
  await resource.nextRun().remove();
  expect(emulator.connections()[0]!.fields["API_KEY"]).toMatch(/^scrubbed-by-pulumi-cn-/);
});

test("a replacement scrubs the old connection, and the new connection has the key", async () => {
  const { emulator, resource, id } = await deployed(scrubbed);
  expect(await resource.nextRun().up({ ...scrubbed, model: "gpt-5" })).toBe("replace");
  const keys = emulator.connections().map(({ connectionId, fields }) => [connectionId, fields["API_KEY"]]);
  expect(keys).toEqual([
    [id, `scrubbed-by-pulumi-${id}`],
    [resource.id, openAi.apiKey],
  ]);
});

test("scrub of a connection that the platform doesn't know is not an error, and the warning names both possible causes", async () => {
  const { emulator, heard, resource, id } = await deployed(scrubbed);
  emulator.console.remove(id);
  await resource.nextRun().remove();
  expect(heard()).toContain(`(${id}) is no longer in this stack. Its key was not scrubbed, because`);
  expect(heard()).toContain(
    "either it is deleted already, or the platform's API key belongs to another workspace",
  );
  expect(heard()).not.toContain("still exists");
});

test("scrub doesn't touch a connection that changed since the last read, unless watchModifiedOn is false", async () => {
  const { emulator, heard, resource, id } = await deployed(scrubbed);
  emulator.console.exchangeKey(id, "sk-of-something-else-1");
  await resource.nextRun().remove();
  expect(heard()).toContain("was not scrubbed, because the connection changed since this stack last read it");
  expect(emulator.connections()[0]!.fields["API_KEY"]).toBe("sk-of-something-else-1");

  const unwatched = await deployed(scrubbed);
  unwatched.emulator.console.exchangeKey(unwatched.id, "sk-of-something-else-1");
  await unwatched.resource.nextRun({ watchModifiedOn: "false" }).remove();
  expect(unwatched.emulator.connections()[0]!.fields["API_KEY"]).toMatch(/^scrubbed-by-pulumi/);
});

test("--replace of a connection that changed outside Pulumi doesn't report that it stays as it is", async () => {
  for (const change of ["rename", "changeModel"] as const) {
    const { emulator, heard, resource, id } = await deployed({ ...openAi, deletionPolicy: "scrub" });
    emulator.console[change](id, "changed outside");
    await resource
      .nextRun()
      .up(scrubbed, { taint: true })
      .catch(() => undefined);
    expect(heard()).not.toContain("stays as it is");
  }
});

test("a scrub that fails is an error, and the connection stays in state", async () => {
  const { emulator, resource } = await deployed(scrubbed);
  emulator.faults.inject({ on: { operation: "update" }, fault: { kind: "status", status: 403 } });
  const { message } = await failureOf(resource.nextRun().remove());
  expect(message).toMatch(/^Could not delete model connection "gpt-.*refused access/);
  expect(resource.id).toBeDefined();
});

test("scrub is refused for provider API before anything is sent", async () => {
  const emulator = await start();
  const { message } = await failureOf(new Driven(emulator).up({ ...customApi, deletionPolicy: "scrub" }));
  expect(message).toMatch(/^deletionPolicy: "scrub" is not possible for provider "API" with baseUrl/);
  expect(emulator.journal()).toEqual([]);
});

test("deleteBeforeReplace of a tainted connection never scrubs it, because create keeps it", async () => {
  const { emulator, resource, id } = await deployed(scrubbed);
  resource.nextRun();
  const inputs = await resource.check(scrubbed);
  await resource.plan(inputs);
  await resource.check(scrubbed, {});
  await resource.hooks.delete(id, resource.outs!);
  expect(await resource.hooks.create(inputs)).toMatchObject({ id });
  expect(emulator.connections()).toMatchObject([{ connectionId: id, fields: { API_KEY: openAi.apiKey } }]);
});

test("a connection that this run adopted keeps its key, whatever its fields and dates are now", async () => {
  const { emulator, resource, id } = await deployed({ ...scrubbed, connectionName: "prod" });
  emulator.console.changeModel(id, "gpt-5");
  const adopting = new Driven(emulator, "other").nextRun({ watchModifiedOn: "false" });
  await adopting.up({ ...openAi, model: "gpt-5", connectionName: "prod", adopt: true });
  await adopting.hooks.delete(id, resource.outs!);
  expect(emulator.connections()).toMatchObject([{ connectionId: id, fields: { API_KEY: openAi.apiKey } }]);
});
