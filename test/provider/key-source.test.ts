// The key from the environment: never in inputs or outputs, sent again by a new version, and both ways between the modes.
import { type Args, customApi, openAi, without } from "./arguments";
import { Driven } from "./driver";
import { type Emulator, counted, failureOf, listen, start } from "./platform";

const NAME = "UNIT_KEY_SOURCE";
const set = (key: string) => (process.env["UNIT_KEY_SOURCE"] = key);
const byEnv = (args: Args, apiKeyVersion = "1"): Args => ({
  ...without(args, "apiKey"),
  apiKeyEnv: NAME,
  apiKeyVersion,
});
const keysIn = (emulator: Emulator) => emulator.connections().map(({ fields }) => fields["API_KEY"]);

beforeEach(() => {
  set("sk-planted-first-01");
});
afterEach(() => {
  delete process.env["UNIT_KEY_SOURCE"];
});

async function made(args: Args) {
  const emulator = await start({ maskStyle: "edges" });
  const resource = new Driven(emulator);
  expect(await resource.up(args)).toBe("create");
  emulator.clearJournal();
  return { emulator, resource };
}

test.each([openAi, customApi])("$provider: the key reaches the platform and nothing else", async (args) => {
  const heard = listen();
  const { emulator, resource } = await made(byEnv(args));
  expect(keysIn(emulator)).toEqual(["sk-planted-first-01"]);
  await resource.nextRun().refresh();
  expect(JSON.stringify([resource.inputs, resource.outs, emulator.journal()]) + heard()).not.toContain(
    "planted",
  );
  expect(resource.outs).toMatchObject({ apiKeyEnv: NAME, apiKeyVersion: "1" });
  expect(await resource.nextRun().up(byEnv(args))).toBe("same");
});

test("another value is sent with a new version, and not before", async () => {
  const { emulator, resource } = await made(byEnv(openAi));
  set("sk-planted-second-1");
  expect(await resource.nextRun().up(byEnv(openAi))).toBe("same");
  expect(emulator.journal()).toEqual([]);
  expect(await resource.nextRun().up(byEnv(openAi, "2"))).toBe("update");
  expect(counted(emulator)).toEqual({ update: 1, get: 1 });
  expect(keysIn(emulator)).toEqual(["sk-planted-second-1"]);
});

test("of provider API a new version replaces", async () => {
  listen();
  const { emulator, resource } = await made(byEnv(customApi));
  set("sk-planted-second-1");
  expect(await resource.nextRun().up(byEnv(customApi, "2"))).toBe("replace");
  expect(keysIn(emulator)).toEqual(["sk-planted-first-01", "sk-planted-second-1"]);
  expect(await resource.nextRun().up(byEnv(customApi, "2"))).toBe("same");
});

test("an exchange outside is found, and put right from the environment", async () => {
  const { emulator, resource } = await made(byEnv(openAi));
  emulator.console.exchangeKey(resource.id!, "sk-exchanged-9999", { touch: false });
  expect(await resource.nextRun().refresh()).toHaveProperty("apiKeyDrift");
  expect(await resource.nextRun().up(byEnv(openAi))).toBe("update");
  expect(keysIn(emulator)).toEqual(["sk-planted-first-01"]);
});

test.each([openAi, customApi])(
  "$provider: another mode with the same key changes state alone, both ways",
  async (args) => {
    listen();
    const { emulator, resource } = await made(args);
    set(args.apiKey);
    expect(await resource.nextRun().up(byEnv(args))).toBe("update");
    expect(JSON.stringify([resource.inputs, resource.outs])).not.toContain(args.apiKey);
    expect(resource.outs).toMatchObject({ status: "ACTIVE", maskedApiKey: expect.any(String) });
    expect(await resource.nextRun().up(byEnv(args))).toBe("same");
    emulator.clearJournal();
    expect(await resource.nextRun().up(args)).toBe("update");
    expect(resource.outs).toMatchObject({ apiKey: args.apiKey });
    expect(resource.outs).not.toHaveProperty("apiKeyEnv");
    expect(emulator.journal()).toEqual([]);
    expect(emulator.connections()).toHaveLength(1);
  },
);

test("another mode with another key sends it, both ways", async () => {
  const { emulator, resource } = await made(openAi);
  expect(await resource.nextRun().up(byEnv(openAi))).toBe("update");
  expect(keysIn(emulator)).toEqual(["sk-planted-first-01"]);
  expect(await resource.nextRun().up(openAi)).toBe("update");
  expect(keysIn(emulator)).toEqual([openAi.apiKey]);
  expect(counted(emulator)).toEqual({ update: 2, get: 2 });
});

test("of provider API another mode with another key replaces", async () => {
  listen();
  const { emulator, resource } = await made(customApi);
  expect(await resource.nextRun().up(byEnv(customApi))).toBe("replace");
  expect(keysIn(emulator)).toEqual([customApi.apiKey, "sk-planted-first-01"]);
});

test("a variable that isn't set is named at preview, and at update", async () => {
  const { emulator, resource } = await made(byEnv(openAi));
  const declared = await resource.nextRun().check(byEnv(openAi, "2"));
  delete process.env["UNIT_KEY_SOURCE"];
  expect((await failureOf(resource.nextRun().up(byEnv(openAi, "2")))).message).toBe(
    `apiKeyEnv: names the environment variable ${NAME}, but that is not set where pulumi runs`,
  );
  const { message } = await failureOf(resource.hooks.update(resource.id!, resource.outs!, declared));
  expect(message).toContain(`apiKeyEnv names the environment variable ${NAME}, but that is not set`);
  expect(emulator.journal()).toEqual([]);
});

test("while nothing has to be sent the variable need not be set; for an exchanged key it has to be", async () => {
  const { emulator, resource } = await made(byEnv(openAi));
  delete process.env["UNIT_KEY_SOURCE"];
  expect(await resource.nextRun().up(byEnv(openAi))).toBe("same");
  expect(await resource.nextRun().up({ ...byEnv(openAi), deletionPolicy: "scrub" })).toBe("update");
  emulator.console.exchangeKey(resource.id!, "sk-exchanged-9999");
  expect(await resource.nextRun().refresh()).toHaveProperty("apiKeyDrift");
  expect((await failureOf(resource.nextRun().up(byEnv(openAi)))).message).toContain("but that is not set");
});

test("another variable of the same version is stateWithoutWrite, and nothing is sent", async () => {
  const { emulator, resource } = await made(byEnv(openAi));
  process.env["UNIT_KEY_SOURCE_2"] = "sk-planted-other-01";
  expect(await resource.nextRun().up({ ...byEnv(openAi), apiKeyEnv: "UNIT_KEY_SOURCE_2" })).toBe("update");
  delete process.env["UNIT_KEY_SOURCE_2"];
  expect(resource.outs).toMatchObject({ apiKeyEnv: "UNIT_KEY_SOURCE_2" });
  expect(emulator.journal()).toEqual([]);
});
