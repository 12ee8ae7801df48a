// Names that can't be used are found at preview, before anything was made.
import { openAi as draft } from "../emulator/platform";
import { type Bag, openAi } from "./arguments";
import { Driven } from "./driver";
import { UNKNOWN } from "../../provider/model-connection/properties";
import { counted, failureOf, listen, start } from "./platform";

const named: Bag = { ...openAi, connectionName: "prod" };

test("an explicit name that somebody has is refused at preview, and one that is free is not", async () => {
  const emulator = await start();
  const resource = new Driven(emulator);
  await resource.check(named);
  const { connectionId } = emulator.console.create(draft("prod"));
  expect((await failureOf(resource.nextRun().check(named))).message).toBe(
    `connectionName: a connection of the name "prod" exists (${connectionId}, Open AI, gpt-4o). Set adopt: true to take it over, choose another connectionName, or delete it in the console`,
  );
  expect(counted(emulator)).toEqual({ list: 2 });
});

test("auto-names, unknown names and the own name are not looked for", async () => {
  const emulator = await start();
  const resource = new Driven(emulator);
  await resource.check(openAi);
  await resource.check({ ...openAi, connectionName: UNKNOWN });
  expect(emulator.journal()).toEqual([]);
  await resource.up(named);
  emulator.clearJournal();
  await resource.nextRun().check(named);
  expect(emulator.journal()).toEqual([]);
});

test("two resources of a program can't declare one name, and one resource may ask twice", async () => {
  const emulator = await start();
  const [one, two] = [new Driven(emulator, "one"), new Driven(emulator, "two")];
  two.hooks = one.hooks;
  await one.check(named);
  await one.check(named, {});
  expect((await failureOf(two.check(named))).message).toBe(
    'connectionName: another resource of this program has "prod"; give each its own',
  );
});

test("adopt is judged at preview: nothing there, something else there, as declared", async () => {
  const emulator = await start();
  listen();
  const resource = new Driven(emulator);
  const adopting = { ...named, adopt: true };
  expect((await failureOf(resource.check(adopting))).message).toContain(
    'there is no connection of the name "prod"',
  );
  const { connectionId } = emulator.console.create({ ...draft("prod"), model: "another" });
  expect((await failureOf(resource.nextRun().check(adopting))).message).toContain(
    'model is "another" there and "gpt-4o" here',
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

test("an explicit name kept while the model changes is refused, adopt or not", async () => {
  const emulator = await start();
  const resource = new Driven(emulator);
  await resource.up(named);
  for (const adopt of [false, true]) {
    const { message } = await failureOf(resource.nextRun().check({ ...named, model: "gpt-5", adopt }));
    expect(message).toContain('"prod" is the name of the one being replaced, which stays');
  }
  expect(emulator.connections()).toHaveLength(1);
});

test("all faults come at once, with no property to be printed, before any setting is asked for", async () => {
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

test("a list that fails at preview fails once for the whole process", async () => {
  const emulator = await start();
  emulator.faults.inject({ on: {}, times: Infinity, fault: { kind: "status", status: 403 } });
  const resource = new Driven(emulator);
  for (const connectionName of ["a", "b", "c"]) {
    const { message } = await failureOf(resource.check({ ...openAi, connectionName }));
    expect(message).toMatch(/^Could not check model connection "[abc]": the platform refused access/);
  }
  expect(counted(emulator)).toEqual({ list: 1 });
});
