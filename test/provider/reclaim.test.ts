// Reclaim: only what an interrupted create of the same resource left is used again. Anything else stays as it is.
import { openAi as draft } from "../emulator/platform";
import { type Args, azure, customApi, openAi } from "./arguments";
import { Driven } from "./driver";
import { type Emulator, counted, listen, start } from "./platform";

const HOUR = 3_600_000;
const before = (milliseconds: number) => new Date(Date.now() - milliseconds).toISOString();
const only = (emulator: Emulator) => emulator.connections()[0]!;

/** A run that was killed after POST: the connection exists, and no state has it. */
async function interrupted(args: Args = openAi, options: Parameters<typeof start>[0] = {}) {
  const emulator = await start({ uniqueKeys: false, ...options });
  listen();
  await new Driven(emulator).up(args);
  const { connectionId, connectionName } = only(emulator);
  emulator.clearJournal();
  return { emulator, id: connectionId, name: connectionName };
}

/** The next run of the same resource. */
async function nextUp(emulator: Emulator, args: Args = openAi, settings: Record<string, string> = {}) {
  const heard = listen();
  const resource = new Driven(emulator).nextRun(settings);
  await resource.up(args);
  return { resource, heard: heard() };
}

test.each([openAi, azure, customApi])(
  "a young, untouched connection is reclaimed and nothing is sent to it: $provider",
  async (args) => {
    const { emulator, id, name } = await interrupted(args);
    const stored = only(emulator);
    const { resource, heard } = await nextUp(emulator, args);
    expect(resource.id).toBe(id);
    expect(counted(emulator)).toEqual({ list: 1, get: 2 });
    expect(emulator.connections()).toEqual([stored]);
    expect(heard).toBe(
      `note: model connection "${name}" (${id}) is reclaimed: it looks like what an earlier run of this resource left. ` +
        `It has this resource's automatic name and arguments, was created on ${stored.createdOn} and has not changed since. No second connection is created.\n`,
    );
    expect(resource.outs).toMatchObject({ __taken: true });
    expect(resource.inputs).not.toHaveProperty("__taken");
    expect(await resource.nextRun().up(args)).toBe("same");
    expect(await resource.nextRun().refresh()).toBe("same");
    expect(resource.outs).toMatchObject({ __taken: true });
  },
);

test.each([
  [
    "old",
    (emulator, id) =>
      emulator.console.setDates(id, { createdOn: before(25 * HOUR), modifiedOn: before(25 * HOUR) }),
    "and only a connection of the last 24 hours is reclaimed",
  ],
  [
    "edited",
    (emulator, id) =>
      emulator.console.setDates(id, { createdOn: before(HOUR), modifiedOn: before(HOUR - 6_000) }),
    "it changed after it was created (modifiedOn is 20",
  ],
  [
    "different",
    (emulator, id) => emulator.console.changeModel(id, "gpt-4.1"),
    'model is "gpt-4.1" on the platform and "gpt-4o" in the program',
  ],
] as [string, (emulator: Emulator, id: string) => void, string][])(
  "a connection that is %s keeps its name, and a new one gets the next",
  async (_, change, reason) => {
    const { emulator, id, name } = await interrupted();
    change(emulator, id);
    const stored = only(emulator);
    const { resource, heard } = await nextUp(emulator);
    expect(resource.outs).toMatchObject({ connectionName: `${name}-2` });
    expect(resource.outs).not.toHaveProperty("__taken");
    expect(emulator.connections()).toMatchObject([
      stored,
      { connectionId: resource.id, connectionName: `${name}-2` },
    ]);
    expect(counted(emulator)).toEqual({ list: 1, get: 3, create: 1 });
    expect(heard).toContain(
      `"${name}" (${id}) already has this resource's automatic name and is not touched`,
    );
    expect(heard).toContain(reason);
    expect(heard).toContain("set connectionName to its name and adopt to true for one pulumi up");
    expect(await resource.nextRun().up(openAi)).toBe("same");
  },
);

test("a change within 5 seconds of the creation is part of it", async () => {
  const { emulator, id } = await interrupted();
  emulator.console.setDates(id, { createdOn: before(HOUR), modifiedOn: before(HOUR - 4_000) });
  expect((await nextUp(emulator)).resource.id).toBe(id);
});

test.each([
  [["createdOn"], "createdOn is missing"],
  [["modifiedOn"], "modifiedOn is missing"],
])("a platform that doesn't show %j gives no proof", async (omit, reason) => {
  const { emulator, id } = await interrupted(openAi, { omit });
  const { resource, heard } = await nextUp(emulator);
  expect(resource.id).not.toBe(id);
  expect(heard).toContain(reason);
});

test("reclaimHours sets the age, and 0 is never", async () => {
  const { emulator, id } = await interrupted();
  expect((await nextUp(emulator, openAi, { reclaimHours: "0" })).resource.id).not.toBe(id);
  const week = await interrupted();
  week.emulator.console.setDates(week.id, { createdOn: before(100 * HOUR), modifiedOn: before(100 * HOUR) });
  expect((await nextUp(week.emulator, openAi, { reclaimHours: "101" })).resource.id).toBe(week.id);
});

test("without watchModifiedOn age alone counts", async () => {
  const { emulator, id } = await interrupted();
  emulator.console.setDates(id, { modifiedOn: before(-HOUR) });
  expect((await nextUp(emulator, openAi, { watchModifiedOn: "false" })).resource.id).toBe(id);
});

test.each([{}, { watchModifiedOn: "false" }])(
  "a connection whose mask shows another key isn't reclaimed, even right after its creation: %j",
  async (settings) => {
    const { emulator, id } = await interrupted();
    emulator.console.exchangeKey(id, `scrubbed-by-pulumi-${id}`);
    const { resource, heard } = await nextUp(emulator, openAi, settings);
    expect(resource.id).not.toBe(id);
    expect(heard).toContain("its key is another one, as its mask shows");
  },
);

test("where masks show nothing of a key, scrub waits until its change can't look like a part of the creation", async () => {
  const scrub: Args = { ...openAi, deletionPolicy: "scrub" };
  const emulator = await start({ maskStyle: "stars", uniqueKeys: false });
  listen();
  const first = new Driven(emulator);
  await first.up(scrub);
  const { id } = first;
  await first.nextRun().remove();
  const { resource } = await nextUp(emulator, scrub);
  expect(resource.id).not.toBe(id);
});

test("a date in the future gives no proof", async () => {
  const { emulator, id } = await interrupted();
  emulator.console.setDates(id, { createdOn: before(-48 * HOUR), modifiedOn: before(-48 * HOUR) });
  expect((await nextUp(emulator)).resource.id).not.toBe(id);
});

test("the platform's clock decides, not the clock of this machine", async () => {
  const { emulator, id } = await interrupted();
  jest.spyOn(Date, "now").mockReturnValue(Date.now() + 48 * HOUR);
  emulator.faults.clear();
  const { resource } = await nextUp(emulator);
  expect(resource.id).toBe(id);
});

test("scrub leaves a reclaimed connection's key alone until adopt: true says whose it is, which changes nothing on the platform", async () => {
  const scrub: Args = { ...openAi, deletionPolicy: "scrub" };
  const { emulator, id, name } = await interrupted(scrub);
  const { resource, heard } = await nextUp(emulator, scrub);
  expect(heard).toContain('deletionPolicy "scrub" leaves its key alone until adopt: true');
  const removing = listen();
  await new Driven(emulator).nextRun().hooks.delete(id, resource.outs!);
  expect(removing()).toContain("Its key was not scrubbed, because the connection was reclaimed");
  expect(only(emulator).fields["API_KEY"]).toBe(openAi.apiKey);

  emulator.clearJournal();
  expect(await resource.nextRun().up({ ...scrub, connectionName: name, adopt: true })).toBe("update");
  expect(resource.outs).not.toHaveProperty("__taken");
  expect(counted(emulator)).toEqual({ list: 1, get: 1 });
  expect(await resource.nextRun().up(scrub)).toBe("same");
  await resource.nextRun().remove();
  expect(only(emulator).fields["API_KEY"]).toBe(`scrubbed-by-pulumi-${id}`);
});

test("a rotated key doesn't say whose a reclaimed connection is", async () => {
  const scrub: Args = { ...openAi, deletionPolicy: "scrub" };
  const { emulator } = await interrupted(scrub);
  const { resource } = await nextUp(emulator, scrub);
  expect(await resource.nextRun().up({ ...scrub, apiKey: "sk-rotated-000001" })).toBe("update");
  await resource.nextRun().remove();
  expect(only(emulator).fields["API_KEY"]).toBe("sk-rotated-000001");
});

test("preview announces a reclaim and a next name as up reports them", async () => {
  const { emulator, id } = await interrupted();
  const young = listen();
  await new Driven(emulator).check(openAi);
  expect(young()).toContain(`(${id}) is reclaimed`);
  emulator.console.touch(id);
  emulator.console.setDates(id, { modifiedOn: before(-HOUR) });
  const touched = listen();
  await new Driven(emulator).check(openAi);
  expect(touched()).toContain("is not touched, because it doesn't look like what an interrupted run leaves");
  expect(counted(emulator)).toEqual({ list: 2, get: 2 });
});

test("deleteBeforeReplace scrubs a tainted connection that create will not keep", async () => {
  const scrub: Args = { ...openAi, deletionPolicy: "scrub" };
  const emulator = await start();
  listen();
  const resource = new Driven(emulator);
  await resource.up(scrub);
  const { connectionId } = only(emulator);
  emulator.console.setDates(connectionId, { createdOn: before(48 * HOUR), modifiedOn: before(48 * HOUR) });
  await resource.nextRun().refresh();
  resource.nextRun();
  const inputs = await resource.check(scrub, {});
  await resource.hooks.delete(connectionId, { ...resource.outs!, modifiedOn: only(emulator).modifiedOn });
  expect(only(emulator).fields["API_KEY"]).toBe(`scrubbed-by-pulumi-${connectionId}`);
  const { id } = await resource.hooks.create(inputs);
  expect(id).not.toBe(connectionId);
  expect(emulator.connections()).toHaveLength(2);
});

test("a connection with an explicit name is never reclaimed", async () => {
  const emulator = await start();
  emulator.console.create(draft("prod", openAi.apiKey));
  await expect(new Driven(emulator).up({ ...openAi, connectionName: "prod" })).rejects.toThrow(
    'a connection named "prod" already exists',
  );
  expect(emulator.connections()).toHaveLength(1);
});

test("the advice of the warning works: with adopt, a resource with a numbered name manages the other connection instead", async () => {
  const { emulator, id, name } = await interrupted();
  emulator.console.setDates(id, { createdOn: before(48 * HOUR), modifiedOn: before(48 * HOUR) });
  const { resource } = await nextUp(emulator);
  const numbered = resource.id;
  const adopting = { ...openAi, connectionName: name, adopt: true };
  expect(await resource.nextRun().up(adopting)).toBe("replace");
  expect(resource.id).toBe(id);
  expect(resource.outs).not.toHaveProperty("__asked");
  expect(await resource.nextRun().up(openAi)).toBe("same");
  expect(await resource.nextRun().refresh()).toBe("same");
  expect(emulator.connections().map(({ connectionId }) => connectionId)).toEqual([id, numbered]);
});

test("adopt of another connection doesn't say that this stack owns the reclaimed one", async () => {
  const scrub: Args = { ...openAi, deletionPolicy: "scrub" };
  const { emulator, name } = await interrupted(scrub);
  emulator.console.setDates(only(emulator).connectionId, {
    createdOn: before(48 * HOUR),
    modifiedOn: before(48 * HOUR),
  });
  await nextUp(emulator, scrub);
  const { resource } = await nextUp(emulator, scrub);
  const numbered = resource.id!;
  expect(resource.outs).toMatchObject({ connectionName: `${name}-2`, __taken: true });
  expect(await resource.nextRun().up({ ...scrub, connectionName: name, adopt: true })).toBe("replace");
  const left = emulator.connections().find(({ connectionId }) => connectionId === numbered);
  expect(left!.fields["API_KEY"]).toBe(openAi.apiKey);
});

test("a connection that is deleted after it was listed is created again", async () => {
  const { emulator, id } = await interrupted();
  emulator.faults.inject({ on: { operation: "get" }, times: 2, fault: { kind: "notFound" } });
  const resource = new Driven(emulator);
  const inputs = await resource.check(openAi);
  emulator.console.remove(id);
  await resource.hooks.create(inputs);
  expect(emulator.connections()).toHaveLength(1);
});
