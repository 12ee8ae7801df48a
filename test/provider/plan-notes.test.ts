// What preview says about connections that exist: adopted, beside others, or left by a replacement; many are summarised.
import { type Args, azure, openAi } from "./arguments";
import { Driven } from "./driver";
import { type Emulator, failureOf, listen, start } from "./platform";

const draft = (name: string, key: string) =>
  ({ provider: "Open AI", model: openAi.model, connectionName: name, fields: { API_KEY: key } }) as const;

const checked = (emulator: Emulator, args: Args, name?: string) => new Driven(emulator, name).check(args);

test("an adoption says which connection it is and that none is created, once for check and create", async () => {
  const emulator = await start();
  const { connectionId } = emulator.console.create(draft("prod", "sk-of-somebody-1"));
  const heard = listen();
  const resource = new Driven(emulator);
  await resource.check({ ...openAi, connectionName: "prod", adopt: true });
  const note = `note: model connection "prod" (${connectionId}) is adopted, because adopt is true: every readable field matches the program. No connection is created. It gets the program's key.\n`;
  expect(heard()).toBe(note);
  await resource.up({ ...openAi, connectionName: "prod", adopt: true });
  expect(heard()).toBe(note);
});

test("the adoption of a connection that is switched off says so at once", async () => {
  const emulator = await start();
  const { connectionId } = emulator.console.create(draft("prod", "sk-of-somebody-1"));
  emulator.console.setStatus(connectionId, "INACTIVE");
  const heard = listen();
  await checked(emulator, { ...openAi, connectionName: "prod", adopt: true });
  expect(heard()).toContain(
    `warning: model connection "prod" (${connectionId}) is "INACTIVE" on the platform.`,
  );
});

test("a new connection is called new, and nothing more, even beside others", async () => {
  const heard = listen();
  const emulator = await start();
  emulator.console.create(draft("existing", "sk-of-somebody-1"));
  for (const connectionName of ["one", "two"]) await checked(emulator, { ...openAi, connectionName });
  expect(heard()).toBe('note: "one" is a new connection.\nnote: "two" is a new connection.\n');
});

test.each([
  ["retain", "and it keeps its key"],
  ["scrub", "and its key is replaced by a placeholder unless the connection was changed outside Pulumi"],
])("a replacement with %s says at preview which connection remains", async (deletionPolicy, key) => {
  const emulator = await start();
  const resource = new Driven(emulator);
  const args = { ...openAi, deletionPolicy } as Args;
  await resource.up(args);
  const heard = listen();
  const replacement = await resource.nextRun().check({ ...args, model: "another" });
  await resource.plan(replacement);
  expect(heard()).toBe(
    `note: "${replacement.connectionName}" is a new connection.\n` +
      `note: model connection "${resource.outs!.connectionName}" (${resource.id!}) is replaced by another connection, because model can't be changed in place. The old one remains on ${emulator.host}, ${key}: the API has no DELETE.\n`,
  );
});

test("a replacement with a key that the platform accepts only once: the error names the connection that has it", async () => {
  const emulator = await start();
  const resource = new Driven(emulator);
  await resource.up(azure);
  const { connectionName } = resource.outs!;
  const { message } = await failureOf(resource.nextRun().up({ ...azure, apiVersion: "2025-01-01" }));
  expect(message).toContain(
    `status 409). "${connectionName}" (${resource.id!}) already has this key, and it stays`,
  );
  expect(message).not.toMatch(/delete it|aliases/);
});

test("a refresh that finds another model plans no replacement, so it says nothing about one", async () => {
  const emulator = await start();
  const resource = new Driven(emulator);
  await resource.up(openAi);
  const heard = listen();
  emulator.console.changeModel(resource.id!, "another");
  await resource.nextRun().refresh();
  expect(heard()).not.toContain("is replaced");
});

test("after ten notes of one kind, one line stands for the rest", async () => {
  const emulator = await start({ uniqueKeys: false });
  const resources = Array.from({ length: 12 }, (_, i) => new Driven(emulator, `c${i}`));
  for (const [i, resource] of resources.entries())
    await resource.up({ ...openAi, apiKey: `sk-number-${i}-000001` });
  const heard = listen();
  const [first] = resources;
  first!.nextRun();
  for (const [i, resource] of resources.entries()) {
    resource.hooks = first!.hooks;
    await resource.plan(
      await resource.check({ ...openAi, model: "another", apiKey: `sk-number-${i}-000001` }),
    );
  }
  expect(heard().match(/ is replaced by another connection/g)).toHaveLength(10);
  expect(heard().match(/more connections are replaced, and each old one remains/g)).toHaveLength(1);
});
