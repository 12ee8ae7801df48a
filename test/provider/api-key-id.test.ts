// The short id of a key changes with the key and with nothing else. A state without an id is not updated because of it.
import type { Inputs, State } from "../../provider/model-connection/properties";
import { allProviders, azure, openAi, without } from "./arguments";
import { Driven } from "./driver";
import { start } from "./platform";

afterEach(() => {
  delete process.env["KEY_ID_TEST"];
});

test.each(allProviders)("$provider: a rotation changes the id in inputs and outputs", async (args) => {
  const resource = new Driven(await start());
  await resource.up(args);
  const first = resource.outs!.apiKeyId;
  expect(first).toMatch(/^[0-9a-f]{6}$/);
  await resource.nextRun().up({ ...args, apiKey: "sk-rotated-00000001" });
  expect(resource.inputs!.apiKeyId).toMatch(/^[0-9a-f]{6}$/);
  expect(resource.inputs!.apiKeyId).not.toBe(first);
  expect(resource.outs!.apiKeyId).toBe(resource.inputs!.apiKeyId);
});

test("equal keys have equal ids, whatever the connection and the source of the key", async () => {
  const [one, other, fromEnvironment] = [
    new Driven(await start()),
    new Driven(await start()),
    new Driven(await start()),
  ];
  process.env["KEY_ID_TEST"] = openAi.apiKey;
  await one.up(openAi);
  await other.up({ ...azure, apiKey: openAi.apiKey });
  const keyArgs = { apiKeyEnv: "KEY_ID_TEST", apiKeyVersion: "1" };
  await fromEnvironment.up({ ...without(openAi, "apiKey"), ...keyArgs });
  const ids = [one, other, fromEnvironment].map(({ outs }) => outs!.apiKeyId);
  expect(new Set(ids).size).toBe(1);
});

test("a state of an earlier version gets an id with its next key, and no update before that", async () => {
  const resource = new Driven(await start());
  await resource.up(openAi);
  resource.outs = without({ ...resource.outs! }, "apiKeyId") as unknown as State;
  resource.inputs = without({ ...resource.inputs! }, "apiKeyId") as unknown as Inputs;
  expect(await resource.nextRun().up(openAi)).toBe("same");
  expect(await resource.nextRun().refresh()).toBe("same");
  expect(resource.inputs.apiKeyId).toBeUndefined();
  expect(await resource.nextRun().up({ ...openAi, apiKey: "sk-rotated-00000001" })).toBe("update");
  expect(resource.outs.apiKeyId).toMatch(/^[0-9a-f]{6}$/);
});

test("check refuses an apiKeyId, unless the engine passes the one in state", async () => {
  const resource = new Driven(await start());
  await resource.up(openAi);
  const { apiKeyId } = resource.outs!;
  expect(await resource.nextRun().up({ ...openAi, apiKeyId })).toBe("same");
  await expect(resource.nextRun().up({ ...openAi, apiKeyId: "000000" })).rejects.toThrow(
    '"apiKeyId" is not an argument of ModelConnection',
  );
});
