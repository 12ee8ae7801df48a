// Names that can't be used are reported at preview, before anything is created.
import { openAi as draft } from "../emulator/platform";
import { type Args, openAi } from "./arguments";
import { Driven } from "./driver";
import { UNKNOWN } from "../../provider/model-connection/properties";
import { counted, failureOf, listen, start } from "./platform";

const named: Args = { ...openAi, connectionName: "prod" };

test("an explicit name that is already in use is refused at preview, and a free one is accepted", async () => {
  const emulator = await start();
  const resource = new Driven(emulator);
  await resource.check(named);
  const { connectionId } = emulator.console.create(draft("prod"));
  expect((await failureOf(resource.nextRun().check(named))).message).toBe(
    `connectionName: a connection named "prod" already exists (${connectionId}, Open AI, gpt-4o). Set adopt: true to adopt it, choose another connectionName, or delete it in the console`,
  );
  expect(counted(emulator)).toEqual({ list: 2 });
});

test("check sends no request for an unknown name or the resource's own name, and one list for all new ones", async () => {
  const emulator = await start();
  for (const args of [openAi, named]) {
    const resource = new Driven(emulator);
    await resource.check({ ...args, connectionName: UNKNOWN });
    await resource.check({ ...args, apiKey: UNKNOWN, connectionName: undefined });
    expect(emulator.journal()).toEqual([]);
    await resource.up(args);
    expect(counted(emulator)).toEqual({ list: 1, create: 1, get: 1 });
    emulator.clearJournal();
    await resource.nextRun().check(args);
    expect(emulator.journal()).toEqual([]);
    emulator.console.removeAll();
  }
});

test("two resources can't declare the same name, but one resource can be checked twice", async () => {
  const emulator = await start();
  const [one, two] = [new Driven(emulator, "one"), new Driven(emulator, "two")];
  two.hooks = one.hooks;
  await one.check(named);
  await one.check(named, {});
  expect((await failureOf(two.check(named))).message).toBe(
    'connectionName: the resource "one" of this program also uses the name "prod"; give each resource its own connectionName',
  );
});

test("adopt: true fails at preview for a missing or different connection, and adopts a matching one", async () => {
  const emulator = await start();
  listen();
  const resource = new Driven(emulator);
  const adopting = { ...named, adopt: true };
  expect((await failureOf(resource.check(adopting))).message).toContain('no connection is named "prod"');
  const { connectionId } = emulator.console.create({ ...draft("prod"), model: "another" });
  expect((await failureOf(resource.nextRun().check(adopting))).message).toContain(
    'model is "another" on the platform and "gpt-4o" in the program',
  );
  emulator.console.changeModel(connectionId, "gpt-4o");
  await resource.nextRun().check(adopting);
  expect(counted(emulator)["create"] ?? counted(emulator)["update"]).toBeUndefined();

  expect(await resource.nextRun().up(adopting)).toBe("create");
  expect(resource.id).toBe(connectionId);
  expect(await resource.nextRun().up(adopting)).toBe("same");
  expect(await resource.nextRun().up(named)).toBe("same");
  expect(await resource.nextRun().refresh()).toBe("same");
  expect(emulator.connections()).toHaveLength(1);
});

test("an explicit name that stays while the model changes is refused, with or without adopt: true", async () => {
  const emulator = await start();
  const resource = new Driven(emulator);
  await resource.up(named);
  for (const adopt of [false, true]) {
    const { message } = await failureOf(resource.nextRun().check({ ...named, model: "gpt-5", adopt }));
    expect(message).toContain('the old connection keeps the name "prod"');
  }
  expect(emulator.connections()).toHaveLength(1);
});

test("check reports all problems at once, with an empty property, before it reads any setting", async () => {
  const emulator = await start();
  const resource = new Driven(emulator).nextRun({ host: "", apiKey: "" });
  const { message } = await failureOf(
    resource.check({ provider: "Open AI", apiKey: "two words", colour: 1 }),
  );
  expect(message.split("\n")).toHaveLength(3);
});

test("missing settings fail at preview", async () => {
  const emulator = await start();
  const failure = await failureOf(new Driven(emulator).nextRun({ host: "", apiKey: "" }).check(openAi));
  expect(failure).toMatchObject({ name: "SettingsError" });
  expect(failure.message).toMatch(/:host is missing.*:apiKey is missing/);
});

test("a platform that fails for a moment at preview is a warning, and is not asked again; create looks again", async () => {
  const emulator = await start();
  emulator.faults.inject({ on: {}, fault: { kind: "status", status: 503 } });
  const resource = new Driven(emulator).nextRun({ maxRetries: "0" });
  const heard = listen();
  for (const args of [openAi, named, { ...named, connectionName: "b" }]) await resource.check(args);
  expect(heard()).toBe(
    'warning: new connections can\'t be compared with those on the platform before pulumi up: the platform failed to process the request: "This response was injected." (GET /connections, status 503). Run again when the platform has recovered.\n',
  );
  expect(counted(emulator)).toEqual({ list: 1 });
  await resource.up(openAi);
  expect(counted(emulator)).toEqual({ list: 2, create: 1, get: 1 });
});

test("a list request that is refused at preview is sent once, and every check of the process fails", async () => {
  const emulator = await start();
  emulator.faults.inject({ on: {}, times: Infinity, fault: { kind: "status", status: 403 } });
  const resource = new Driven(emulator);
  for (const connectionName of ["a", "b", "c"]) {
    const { message } = await failureOf(resource.check({ ...openAi, connectionName }));
    expect(message).toMatch(/^Could not check model connection "[abc]": the platform refused access/);
  }
  expect(counted(emulator)).toEqual({ list: 1 });
});
