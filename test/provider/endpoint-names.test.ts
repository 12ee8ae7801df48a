// Names of custom endpoints, which PATCH changes: one connection for one resource, and never somebody else's.
import { type Args, knownFormat } from "./arguments";
import { Driven } from "./driver";
import { type Emulator, clientOf, failureOf, listen, start } from "./platform";

async function deployed(
  emulator: Emulator,
  logicalName: string,
  args: Args,
): Promise<Driven & { id: string }> {
  const resource = new Driven(emulator, logicalName);
  await resource.up(args);
  return resource as Driven & { id: string };
}

const named = (connectionName: string, more: Args = {}): Args => ({
  ...knownFormat,
  connectionName,
  ...more,
});
const adopting = (connectionName: string) => named(connectionName, { adopt: true });
const namesOn = (emulator: Emulator) => emulator.connections().map((each) => each.connectionName);

beforeEach(() => {
  listen();
});

describe.each([true, false])("on a platform with uniqueNames %j", (uniqueNames) => {
  test("a connection with a numbered name gets this name back, or the next free one", async () => {
    const emulator = await start({ uniqueNames });
    const first = await deployed(emulator, "gateway", knownFormat);
    await clientOf(emulator).update(first.id, { endpointUrl: "https://changed.example.com" });
    const second = await deployed(emulator, "gateway", knownFormat);
    const [name = ""] = namesOn(emulator);
    emulator.console.rename(second.id, "drifted");
    expect(await second.nextRun().refresh()).toEqual({ connectionName: "drifted" });
    expect(await second.nextRun().up(knownFormat)).toBe("update");
    expect(namesOn(emulator)).toEqual([name, `${name}-2`]);
    expect(await second.nextRun().up(knownFormat)).toBe("same");
    expect(await second.nextRun().refresh()).toBe("same");

    emulator.console.rename(second.id, "drifted");
    await second.nextRun().refresh();
    await deployed(emulator, "another", named(`${name}-2`));
    expect(await second.nextRun().up(knownFormat)).toBe("update");
    expect(namesOn(emulator)).toEqual([name, `${name}-3`, `${name}-2`]);
  });

  test("a name of another connection is never sent, even if the own connection was renamed and not refreshed", async () => {
    const emulator = await start({ uniqueNames });
    const resource = await deployed(emulator, "a", named("one"));
    const other = await deployed(emulator, "b", named("two"));
    emulator.console.rename(resource.id, "drifted");
    const { message } = await failureOf(resource.nextRun().up(named("two")));
    expect(message).toContain(`a connection named "two" already exists (${other.id}`);
    expect(namesOn(emulator)).toEqual(["drifted", "two"]);
  });
});

test("a connection that a resource of the program keeps under another name can't be adopted, in either order", async () => {
  for (const isKeeperFirst of [true, false]) {
    const emulator = await start();
    const keeper = await deployed(emulator, "keeper", named("one"));
    const adopter = new Driven(emulator, "adopter");
    adopter.hooks = keeper.nextRun().hooks;
    const keep = async () => keeper.plan(await keeper.check(named("two")));
    const adopt = () => adopter.check(adopting("one"));
    await (isKeeperFirst ? keep() : adopt());
    const { message } = await failureOf(isKeeperFirst ? adopt() : keep());
    expect(message).toContain(
      isKeeperFirst
        ? 'the resource "keeper" of this program manages it and only renames it'
        : 'the resource "adopter" of this program adopts or reclaims this connection',
    );
    expect(namesOn(emulator)).toEqual(["one"]);
  }
});

test("two resources that have one connection in state are refused in each run, whichever comes first", async () => {
  const emulator = await start();
  const keeper = await deployed(emulator, "keeper", named("one"));
  const adopter = new Driven(emulator, "adopter");
  adopter.hooks = keeper.nextRun().hooks;
  // Without a preview, the adopter may be checked and created before the keeper is compared.
  expect(await adopter.up(adopting("one"))).toBe("create");
  expect(adopter.id).toBe(keeper.id);
  await failureOf(keeper.up(named("two")));
  for (const isAdopterFirst of [true, false, true]) {
    adopter.hooks = keeper.nextRun().hooks;
    await adopter.refresh();
    await keeper.refresh();
    const inputs = {
      adopter: await adopter.check(adopting("one")),
      keeper: await keeper.check(named("two")),
    };
    const adopt = () => adopter.plan(inputs.adopter);
    const keep = () => keeper.plan(inputs.keeper);
    const [first, second] = isAdopterFirst ? [adopt, keep] : [keep, adopt];
    await first();
    await first();
    const { message } = await failureOf(second());
    expect(message).toContain(
      `the resource "${isAdopterFirst ? "adopter" : "keeper"}" of this program has the same connection in state`,
    );
    expect(namesOn(emulator)).toEqual(["one"]);
  }
});

test("a refresh with the program compares with a name that another resource declares, which keeps nothing", async () => {
  const emulator = await start();
  const [first, second] = [
    await deployed(emulator, "first", named("one")),
    await deployed(emulator, "second", named("two")),
  ];
  emulator.console.rename(second.id, "three");
  emulator.console.rename(first.id, "two");
  first.hooks = second.nextRun().hooks;
  await first.plan(await first.check(named("two")));
  await second.refresh();
  expect(await second.up(named("three"))).toBe("same");
});

test("without a preview, create adopts no connection that another resource renames", async () => {
  const emulator = await start();
  const keeper = await deployed(emulator, "keeper", named("one"));
  const adopter = new Driven(emulator, "adopter");
  adopter.hooks = keeper.nextRun().hooks;
  const inputs = await adopter.check(adopting("one"));
  await failureOf(keeper.up(named("two")));
  expect((await failureOf(adopter.hooks.create(inputs))).message).toContain('the resource "keeper"');
  expect(namesOn(emulator)).toEqual(["one"]);
});

test("a connection that was renamed since it was listed is not adopted", async () => {
  const emulator = await start();
  const { id } = await deployed(emulator, "owner", named("one"));
  const adopter = new Driven(emulator, "adopter");
  const inputs = await adopter.check(adopting("one"));
  emulator.console.rename(id, "two");
  expect((await failureOf(adopter.hooks.create(inputs))).message).toContain('no connection is named "one"');
});

test("a connection that its resource renames is not reclaimed by another resource", async () => {
  const emulator = await start();
  const keeper = await deployed(emulator, "gateway", knownFormat);
  const created = new Driven(emulator, "gateway");
  created.hooks = keeper.nextRun().hooks;
  await keeper.plan(await keeper.check(named("renamed")));
  await created.up(knownFormat);
  expect(created.id).not.toBe(keeper.id);
  await keeper.up(named("renamed"));
  expect(namesOn(emulator)).toEqual(["renamed", `${created.inputs!.connectionName}-2`]);
});

test("a connection that another resource looks at and doesn't reclaim stays with the one that renames it", async () => {
  const emulator = await start();
  const keeper = await deployed(emulator, "gateway", knownFormat);
  await clientOf(emulator).update(keeper.id, { endpointUrl: "https://changed.example.com" });
  const created = new Driven(emulator, "gateway");
  created.hooks = keeper.nextRun().hooks;
  await created.up(knownFormat);
  expect(created.id).not.toBe(keeper.id);
  expect(await keeper.up(named("renamed"))).toBe("update");
});

test("an automatically named endpoint adopts the connection that has its unnumbered name", async () => {
  const emulator = await start();
  const first = await deployed(emulator, "gateway", knownFormat);
  const changed = { ...knownFormat, endpointUrl: "https://changed.example.com" };
  await clientOf(emulator).update(first.id, { endpointUrl: changed.endpointUrl });
  const second = await deployed(emulator, "gateway", knownFormat);
  const args = { ...changed, connectionName: first.outs!.connectionName, adopt: true };
  expect(await second.nextRun().up(args)).toBe("replace");
  expect(second.id).toBe(first.id);
});

test("a connection of a replaced resource can be adopted, and two connections can be swapped by adopting both", async () => {
  const emulator = await start();
  const [a, b] = [await deployed(emulator, "a", named("one")), await deployed(emulator, "b", named("two"))];
  const ids = [a.id, b.id];
  b.hooks = a.nextRun().hooks;
  expect(await a.up(adopting("two"))).toBe("replace");
  expect(await b.up(adopting("one"))).toBe("replace");
  expect([b.id, a.id]).toEqual(ids);
});

test("a name that another resource gives up in the same run is refused with advice that works", async () => {
  const emulator = await start();
  const first = await deployed(emulator, "first", named("one"));
  const second = await deployed(emulator, "second", named("two"));
  const created = new Driven(emulator, "created");
  for (const resource of [first, created]) {
    resource.hooks = second.nextRun().hooks;
    await second.plan(await second.check(named("three")));
    const inputs = resource.check(named("two"));
    const refused = resource === first ? inputs.then((news) => first.plan(news)) : inputs;
    expect((await failureOf(refused)).message).toContain(
      "Choose another connectionName, or first run pulumi up with only the change that frees this name",
    );
  }
});

test("an interrupted run renamed two connections: the next run finishes, although the old name is in use again", async () => {
  for (const isRefreshed of [false, true]) {
    const emulator = await start();
    const [a, b] = [await deployed(emulator, "a", named("one")), await deployed(emulator, "b", named("two"))];
    await clientOf(emulator).update(b.id, { connectionName: "three" });
    await clientOf(emulator).update(a.id, { connectionName: "two" });
    b.hooks = a.nextRun().hooks;
    if (isRefreshed) for (const each of [a, b]) await each.refresh();
    expect(await b.up(named("three"))).toBe(isRefreshed ? "same" : "update");
    expect(await a.up(named("two"))).toBe(isRefreshed ? "same" : "update");
    expect(namesOn(emulator)).toEqual(["two", "three"]);
  }
});

test("a new resource that comes before the one that gives its name up is told of the rename, not only of adopt", async () => {
  const emulator = await start();
  await deployed(emulator, "first", named("one"));
  const created = new Driven(emulator, "created");
  expect((await failureOf(created.check(named("one")))).message).toMatch(
    /Set adopt: true to adopt it, .*; or, if another resource of this program has it and renames it, first run pulumi up for that change only$/,
  );
});

test("with adopt, a renamed connection is drift whose line says that pulumi up fails, and the error says what to do", async () => {
  const emulator = await start();
  const heard = listen();
  await deployed(emulator, "owner", named("existing"));
  const resource = await deployed(emulator, "a", adopting("existing"));
  emulator.console.rename(resource.id, "drifted");
  await resource.nextRun().refresh();
  expect(heard()).toContain("sends the program's configuration again, or fails if adopt is still true");
  expect((await failureOf(resource.nextRun().up(adopting("existing")))).message).toContain(
    "Correct connectionName, or remove adopt to rename the connection that this resource already manages",
  );
  expect(await resource.nextRun().up(named("existing"))).toBe("update");
  expect(namesOn(emulator)).toEqual(["existing"]);
});
