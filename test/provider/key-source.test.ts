// apiKeyEnv: the key never enters inputs or outputs, a new apiKeyVersion sends it again, and programs can switch from and to apiKey.
import type { Inputs, State } from "../../provider/model-connection/properties";
import { type Args, azure, customApi, openAi, without } from "./arguments";
import { Driven } from "./driver";
import { type Emulator, counted, failureOf, listen, start } from "./platform";

const NAME = "UNIT_KEY_SOURCE";
const setVariable = (key: string) => (process.env["UNIT_KEY_SOURCE"] = key);
const fromEnv = (args: Args, apiKeyVersion = "1"): Args => ({
  ...without(args, "apiKey"),
  apiKeyEnv: NAME,
  apiKeyVersion,
});
const keysIn = (emulator: Emulator) => emulator.connections().map(({ fields }) => fields["API_KEY"]);

beforeEach(() => {
  setVariable("sk-planted-first-01");
});
afterEach(() => {
  delete process.env["UNIT_KEY_SOURCE"];
});

async function deployed(args: Args) {
  const emulator = await start({ maskStyle: "edges" });
  const resource = new Driven(emulator);
  expect(await resource.up(args)).toBe("create");
  emulator.clearJournal();
  return { emulator, resource };
}

test.each([openAi, customApi])("$provider: the key reaches the platform and nothing else", async (args) => {
  const heard = listen();
  const { emulator, resource } = await deployed(fromEnv(args));
  expect(keysIn(emulator)).toEqual(["sk-planted-first-01"]);
  await resource.nextRun().refresh();
  expect(JSON.stringify([resource.inputs, resource.outs, emulator.journal()]) + heard()).not.toContain(
    "planted",
  );
  expect(resource.outs).toMatchObject({ apiKeyEnv: NAME, apiKeyVersion: "1" });
  expect(await resource.nextRun().up(fromEnv(args))).toBe("same");
});

test("a new value of the variable is sent only with a new apiKeyVersion", async () => {
  const { emulator, resource } = await deployed(fromEnv(openAi));
  setVariable("sk-planted-second-1");
  expect(await resource.nextRun().up(fromEnv(openAi))).toBe("same");
  expect(emulator.journal()).toEqual([]);
  expect(await resource.nextRun().up(fromEnv(openAi, "2"))).toBe("update");
  expect(counted(emulator)).toEqual({ update: 1, get: 1 });
  expect(keysIn(emulator)).toEqual(["sk-planted-second-1"]);
});

test("for provider API, a new apiKeyVersion replaces the connection", async () => {
  listen();
  const { emulator, resource } = await deployed(fromEnv(customApi));
  setVariable("sk-planted-second-1");
  expect(await resource.nextRun().up(fromEnv(customApi, "2"))).toBe("replace");
  expect(keysIn(emulator)).toEqual(["sk-planted-first-01", "sk-planted-second-1"]);
  expect(await resource.nextRun().up(fromEnv(customApi, "2"))).toBe("same");
});

test("a key changed outside Pulumi is detected, and the next up restores the key from the environment", async () => {
  const { emulator, resource } = await deployed(fromEnv(openAi));
  emulator.console.exchangeKey(resource.id!, "sk-exchanged-9999", { touch: false });
  expect(await resource.nextRun().refresh()).toHaveProperty("apiKeyDrift");
  expect(await resource.nextRun().up(fromEnv(openAi))).toBe("update");
  expect(keysIn(emulator)).toEqual(["sk-planted-first-01"]);
});

test.each([openAi, customApi])(
  "$provider: a switch between apiKey and apiKeyEnv with the same key updates state only",
  async (args) => {
    listen();
    const { emulator, resource } = await deployed(args);
    setVariable(args.apiKey);
    expect(await resource.nextRun().up(fromEnv(args))).toBe("update");
    expect(JSON.stringify([resource.inputs, resource.outs])).not.toContain(args.apiKey);
    expect(resource.outs).toMatchObject({ status: "ACTIVE", maskedApiKey: expect.any(String) });
    expect(await resource.nextRun().up(fromEnv(args))).toBe("same");
    emulator.clearJournal();
    expect(await resource.nextRun().up(args)).toBe("update");
    expect(resource.outs).toMatchObject({ apiKey: args.apiKey });
    expect(resource.outs).not.toHaveProperty("apiKeyEnv");
    expect(emulator.journal()).toEqual([]);
    expect(emulator.connections()).toHaveLength(1);
  },
);

test("a switch between apiKey and apiKeyEnv with another key sends the key", async () => {
  const { emulator, resource } = await deployed(openAi);
  expect(await resource.nextRun().up(fromEnv(openAi))).toBe("update");
  expect(keysIn(emulator)).toEqual(["sk-planted-first-01"]);
  expect(await resource.nextRun().up(openAi)).toBe("update");
  expect(keysIn(emulator)).toEqual([openAi.apiKey]);
  expect(counted(emulator)).toEqual({ update: 2, get: 2 });
});

test.each([openAi, azure])(
  "$provider: a value of the variable that was never sent is sent when it becomes the apiKey",
  async (args) => {
    const { emulator, resource } = await deployed(fromEnv(args));
    setVariable("sk-planted-second-1");
    expect(await resource.nextRun().up(fromEnv(args))).toBe("same");
    expect(await resource.nextRun().up({ ...args, apiKey: "sk-planted-second-1" })).toBe("update");
    expect(keysIn(emulator)).toEqual(["sk-planted-second-1"]);
    expect(counted(emulator)).toEqual({ update: 1, get: 1 });
    expect(await resource.nextRun().up({ ...args, apiKey: "sk-planted-second-1" })).toBe("same");
  },
);

test("for provider API, a value of the variable that was never sent replaces the connection when it becomes the apiKey", async () => {
  listen();
  const { emulator, resource } = await deployed(fromEnv(customApi));
  setVariable("sk-planted-second-1");
  const args = { ...customApi, apiKey: "sk-planted-second-1" };
  expect(await resource.nextRun().up(args)).toBe("replace");
  expect(keysIn(emulator)).toEqual(["sk-planted-first-01", "sk-planted-second-1"]);
  expect(await resource.nextRun().up(args)).toBe("same");
});

test("in a state without an id, only the variable tells whether the key is the same", async () => {
  const { emulator, resource } = await deployed(fromEnv(openAi));
  resource.outs = without(resource.outs!, "apiKeyId") as unknown as State;
  resource.inputs = without(resource.inputs!, "apiKeyId") as unknown as Inputs;
  setVariable("sk-planted-second-1");
  expect(await resource.nextRun().up({ ...openAi, apiKey: "sk-planted-second-1" })).toBe("update");
  expect(emulator.journal()).toEqual([]);
});

test("for provider API, a switch to apiKeyEnv with another key replaces the connection", async () => {
  listen();
  const { emulator, resource } = await deployed(customApi);
  expect(await resource.nextRun().up(fromEnv(customApi))).toBe("replace");
  expect(keysIn(emulator)).toEqual([customApi.apiKey, "sk-planted-first-01"]);
});

test("a variable that isn't set is named in the errors of preview and update", async () => {
  const { emulator, resource } = await deployed(fromEnv(openAi));
  const declared = await resource.nextRun().check(fromEnv(openAi, "2"));
  delete process.env["UNIT_KEY_SOURCE"];
  expect((await failureOf(resource.nextRun().up(fromEnv(openAi, "2")))).message).toBe(
    `apiKeyEnv: the environment variable ${NAME} is not set where pulumi runs`,
  );
  const { message } = await failureOf(resource.hooks.update(resource.id!, resource.outs!, declared));
  expect(message).toContain(`apiKeyEnv: the environment variable ${NAME} is not set`);
  expect(emulator.journal()).toEqual([]);
});

test("the variable needn't be set while nothing is sent, but must be set to restore a key changed outside Pulumi", async () => {
  const { emulator, resource } = await deployed(fromEnv(openAi));
  delete process.env["UNIT_KEY_SOURCE"];
  expect(await resource.nextRun().up(fromEnv(openAi))).toBe("same");
  expect(await resource.nextRun().up({ ...fromEnv(openAi), deletionPolicy: "scrub" })).toBe("update");
  emulator.console.exchangeKey(resource.id!, "sk-exchanged-9999");
  expect(await resource.nextRun().refresh()).toHaveProperty("apiKeyDrift");
  expect((await failureOf(resource.nextRun().up(fromEnv(openAi)))).message).toContain("is not set");
});

test("another variable with the same apiKeyVersion updates state only, and nothing is sent", async () => {
  const { emulator, resource } = await deployed(fromEnv(openAi));
  process.env["UNIT_KEY_SOURCE_2"] = "sk-planted-other-01";
  expect(await resource.nextRun().up({ ...fromEnv(openAi), apiKeyEnv: "UNIT_KEY_SOURCE_2" })).toBe("update");
  delete process.env["UNIT_KEY_SOURCE_2"];
  expect(resource.outs).toMatchObject({ apiKeyEnv: "UNIT_KEY_SOURCE_2" });
  expect(emulator.journal()).toEqual([]);
});
