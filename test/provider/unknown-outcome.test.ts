// After an update that sent the key and has no known outcome, the next up sends the declared key, whichever it is.
import type { FaultRule } from "../../emulator/index";
import { OUTCOME_UNKNOWN } from "../../provider/model-connection/key-drift";
import type { State } from "../../provider/model-connection/properties";
import { type Args, anthropic, azure, fromScratch, knownFormat, openAi, without } from "./arguments";
import { Driven } from "./driver";
import { type Emulator, counted, failureOf, listen, start } from "./platform";

type Fault = FaultRule["fault"];

const lost: Fault = { kind: "truncated", commit: true };
const rotated = "sk-rotated-00000001";
const keysIn = (emulator: Emulator) => emulator.connections().map(({ fields }) => fields["API_KEY"]);

/** A connection whose update to other arguments fails once. */
async function failed(first: Args, then: Args, fault: Fault) {
  const emulator = await start();
  const resource = new Driven(emulator);
  await resource.up(first);
  const { message } = await failAgain(emulator, resource, then, fault);
  return { emulator, resource, message };
}

async function failAgain(emulator: Emulator, resource: Driven, args: Args, fault: Fault) {
  emulator.faults.inject({ on: { operation: "update" }, fault });
  const error = await failureOf(resource.nextRun({ maxRetries: "0" }).up(args));
  emulator.faults.clear();
  emulator.clearJournal();
  return error;
}

async function expectSettled(emulator: Emulator, resource: Driven, args: Args) {
  expect(resource.outs).not.toHaveProperty("apiKeyDrift");
  expect(await resource.nextRun().up(args)).toBe("same");
  expect(await resource.nextRun().refresh()).toBe("same");
  expect(emulator.connections()).toHaveLength(1);
}

afterEach(() => {
  delete process.env["UNIT_UNKNOWN_OUTCOME"];
});

describe.each([
  ["arrived", lost],
  ["did not arrive", { kind: "status", status: 500 }],
] as [string, Fault][])("an update that %s", (_, fault) => {
  test.each([openAi, azure, anthropic])("$provider: the old key is sent, once", async (args) => {
    const heard = listen();
    const { emulator, resource } = await failed(args, { ...args, apiKey: rotated }, fault);
    expect(resource.outs).toMatchObject({ apiKey: args.apiKey, apiKeyDrift: OUTCOME_UNKNOWN });
    expect(await resource.nextRun().up(args)).toBe("update");
    expect(counted(emulator)).toEqual({ update: 1, get: 1 });
    expect(keysIn(emulator)).toEqual([args.apiKey]);
    expect(heard()).toMatch(
      /^note: model connection "gpt-\w+" \(cn-[^)]+\) gets the program's key, because its last update has no known outcome: the platform may have another key\.$/m,
    );
    await expectSettled(emulator, resource, args);
  });

  test("the new key is sent, once", async () => {
    listen();
    const args = { ...openAi, apiKey: rotated };
    const { emulator, resource } = await failed(openAi, args, fault);
    expect(await resource.nextRun().up(args)).toBe("update");
    expect(counted(emulator)).toEqual({ update: 1, get: 1 });
    expect(keysIn(emulator)).toEqual([rotated]);
    await expectSettled(emulator, resource, args);
  });

  test.each([knownFormat, fromScratch])("$model: the old headers are sent, and only they", async (args) => {
    const heard = listen();
    const headers = { "x-api-key": "hs-rotated-0001" };
    const { emulator, resource } = await failed(args, { ...args, headers }, fault);
    expect(resource.outs).toMatchObject({ headers: args.headers, apiKeyDrift: OUTCOME_UNKNOWN });
    expect(await resource.nextRun().up(args)).toBe("update");
    const sent = emulator.journal().filter(({ operation }) => operation === "update");
    expect(sent.map(({ bodyKeys }) => bodyKeys)).toEqual([["headers"]]);
    const live = emulator.connections()[0]!.headers!.map(({ key, value }) => [key, value]);
    expect(Object.fromEntries(live)).toEqual(args.headers);
    expect(heard()).toContain("gets the program's headers, because its last update has no known outcome");
    await expectSettled(emulator, resource, args);
  });

  test("a refresh in between keeps the mark and reports it; the next up sends the key", async () => {
    const heard = listen();
    const { emulator, resource } = await failed(openAi, { ...openAi, apiKey: rotated }, fault);
    expect(await resource.nextRun().refresh()).toEqual({ apiKeyDrift: OUTCOME_UNKNOWN });
    expect(heard()).toMatch(
      /^drift: "gpt-.*: key may have changed, because the last update has no known outcome; pulumi up --refresh sends the program's key again$/m,
    );
    expect(await resource.nextRun().refresh()).toBe("same");
    expect(await resource.nextRun().up(openAi)).toBe("update");
    expect(keysIn(emulator)).toEqual([openAi.apiKey]);
    await expectSettled(emulator, resource, openAi);
  });

  test("with ignoreChanges of the key, nothing is sent; without it, the key is", async () => {
    listen();
    const { emulator, resource } = await failed(openAi, { ...openAi, apiKey: rotated }, fault);
    const ignoring = { ...openAi, __ignoresKey: true };
    expect(await resource.nextRun().up(ignoring)).toBe("same");
    expect(await resource.nextRun().up({ ...ignoring, deletionPolicy: "scrub" })).toBe("update");
    expect(emulator.journal()).toEqual([]);
    expect(resource.outs).toMatchObject({ apiKeyDrift: OUTCOME_UNKNOWN });
    expect(await resource.nextRun().up(openAi)).toBe("update");
    expect(keysIn(emulator)).toEqual([openAi.apiKey]);
    await expectSettled(emulator, resource, openAi);
  });
});

test.each([400, 401, 403, 404])("after a %d, the old key is not sent again", async (status) => {
  listen();
  const args = { ...openAi, apiKey: rotated };
  const { emulator, resource } = await failed(openAi, args, { kind: "status", status });
  expect(resource.outs).not.toHaveProperty("apiKeyDrift");
  expect(await resource.nextRun().up(openAi)).toBe("same");
  expect(emulator.journal()).toEqual([]);
});

test("a refusal after an unknown outcome keeps the mark", async () => {
  listen();
  const args = { ...openAi, apiKey: rotated };
  const { emulator, resource } = await failed(openAi, args, lost);
  await failAgain(emulator, resource, args, { kind: "status", status: 403 });
  expect(await resource.nextRun().up(openAi)).toBe("update");
  expect(keysIn(emulator)).toEqual([openAi.apiKey]);
});

test("an update with unknown outcome that sent no headers leaves no mark", async () => {
  const changed = { ...knownFormat, endpointUrl: "https://gateway.example.com/v2" };
  const { resource } = await failed(knownFormat, changed, lost);
  expect(resource.outs).not.toHaveProperty("apiKeyDrift");
});

test("an imported connection whose first key has no known outcome has no key to go back to", async () => {
  const imported = { apiKeyEnv: "UNIT_UNKNOWN_OUTCOME", apiKeyVersion: "imported" };
  const placeholder = { ...without(openAi, "apiKey"), ...imported };
  const emulator = await start();
  const resource = new Driven(emulator);
  process.env["UNIT_UNKNOWN_OUTCOME"] = "sk-never-known-0001";
  await resource.up(placeholder);
  delete process.env["UNIT_UNKNOWN_OUTCOME"];
  resource.outs = without(resource.outs!, "apiKeyId") as unknown as State;
  await failAgain(emulator, resource, openAi, lost);
  expect(await resource.nextRun().up(placeholder)).toBe("same");
  expect(emulator.journal()).toEqual([]);
});

test("back to the old apiKeyVersion, the id is that of the value that was sent", async () => {
  listen();
  const from = (apiKeyVersion: string) => ({
    ...without(openAi, "apiKey"),
    ...{ apiKeyEnv: "UNIT_UNKNOWN_OUTCOME", apiKeyVersion },
  });
  process.env["UNIT_UNKNOWN_OUTCOME"] = "sk-variable-first-1";
  const emulator = await start();
  const resource = new Driven(emulator);
  await resource.up(from("1"));
  process.env["UNIT_UNKNOWN_OUTCOME"] = "sk-variable-second-2";
  await failAgain(emulator, resource, from("2"), lost);
  expect(await resource.nextRun().up(from("1"))).toBe("update");
  expect(keysIn(emulator)).toEqual(["sk-variable-second-2"]);
  process.env["UNIT_UNKNOWN_OUTCOME"] = "sk-variable-first-1";
  expect(await resource.nextRun().up({ ...openAi, apiKey: "sk-variable-first-1" })).toBe("update");
  expect(keysIn(emulator)).toEqual(["sk-variable-first-1"]);
});

test("headers that changed outside Pulumi and are ignored stay as they are when another argument is sent", async () => {
  listen();
  const emulator = await start({ customApi: "plaintext" });
  const resource = new Driven(emulator);
  await resource.up(knownFormat);
  const apiKeyDrift = "headers changed outside Pulumi: the platform now shows no authorization";
  Object.assign(resource.outs!, { apiKeyDrift });
  Object.assign(resource.inputs!, { apiKeyDrift });
  // The engine takes what is ignored from the inputs in state.
  const changed = { ...knownFormat, apiKeyDrift, endpointUrl: "https://gateway.example.com/v2" };
  expect(await resource.nextRun().up(changed)).toBe("update");
  expect(await resource.nextRun().up(changed)).toBe("same");
});
