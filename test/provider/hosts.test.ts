// A connection lives on one platform: what another host in the settings means, and what is never sent across.
import { type Args, openAi } from "./arguments";
import { Driven } from "./driver";
import { type Emulator, counted, failureOf, listen, start } from "./platform";

const at = ({ host, apiKey }: Emulator) => ({ host, apiKey });
const args: Args = { ...openAi, deletionPolicy: "scrub" };

async function made() {
  const [old, next] = [await start(), await start()];
  const heard = listen();
  const resource = new Driven(old);
  await resource.up(args);
  old.clearJournal();
  return { old, next, heard, resource, id: resource.id! };
}

/** The same platform by another name: localhost instead of 127.0.0.1. */
const alias = (emulator: Emulator) => ({
  host: emulator.host.replace("127.0.0.1", "localhost"),
  apiKey: emulator.apiKey,
});

test("the same platform under another name changes state alone", async () => {
  const { old, resource, id } = await made();
  expect(await resource.nextRun(alias(old)).up(args)).toBe("update");
  expect(counted(old)).toEqual({ get: expect.any(Number) });
  expect(resource.outs).toMatchObject({ host: alias(old).host });
  old.clearJournal();
  expect(await resource.nextRun(alias(old)).up(args)).toBe("same");
  expect(old.journal()).toEqual([]);
  expect(old.connections()).toMatchObject([{ connectionId: id }]);
});

test("a refresh under another name of the same platform records it", async () => {
  const { old, resource } = await made();
  expect(await resource.nextRun(alias(old)).refresh()).toEqual({ host: alias(old).host });
  expect(await resource.nextRun(alias(old)).refresh()).toBe("same");
});

test("another platform: refresh refuses and leaves the state", async () => {
  const { old, next, resource, id } = await made();
  const failure = await failureOf(resource.nextRun({ ...at(next), acceptAllGone: "true" }).refresh());
  expect(failure.message).toContain(
    `the connection is recorded on ${old.host}, but model-connections:host is ${next.host}`,
  );
  expect([resource.id, old.journal()]).toEqual([id, []]);
});

test("another platform: up makes it there, shows host, and warns of what stays unscrubbed", async () => {
  const { old, next, heard, resource, id } = await made();
  const inputs = await resource.nextRun(at(next)).check(args);
  expect(await resource.plan(inputs)).toEqual({ changes: true, replaces: ["host"] });
  expect(await resource.nextRun(at(next)).up(args)).toBe("replace");
  expect(heard()).toContain(
    `(${id}) is no longer in this stack, but it still exists on ${old.host}: the API has no DELETE. Its key was not scrubbed`,
  );
  expect(old.connections()).toMatchObject([{ connectionId: id, fields: { API_KEY: openAi.apiKey } }]);
  expect(old.journal()).toEqual([]);
  expect(next.connections()).toMatchObject([
    { connectionId: resource.id, fields: { API_KEY: openAi.apiKey } },
  ]);
  expect(counted(next)["update"]).toBeUndefined();
  expect(await resource.nextRun(at(next)).up(args)).toBe("same");
});

test("an update is never sent across platforms", async () => {
  const { old, next, resource, id } = await made();
  const { hooks } = resource.nextRun(at(next));
  const news = { ...resource.inputs!, apiKey: "sk-rotated-00000001" };
  expect((await failureOf(hooks.update(id, resource.outs!, news))).message).toContain(
    `the connection is recorded on ${old.host}`,
  );
  expect(counted(next)).toEqual({ get: 1 });
  expect(old.connections()).toMatchObject([{ fields: { API_KEY: openAi.apiKey } }]);
});
