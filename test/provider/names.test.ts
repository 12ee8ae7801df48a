// Auto-names: chosen once, kept while the identity is the same, derived again for a new connection.
import { isAutoNamed, numbered } from "../../provider/model-connection/auto-name";
import { Names } from "../../provider/model-connection/names";
import { UNKNOWN } from "../../provider/model-connection/properties";
import { type Args, azure, customApi, openAi, seedOf } from "./arguments";

/** As a new provider process chooses it. */
const named = (args: Args, olds?: Args, seed = seedOf("gpt")) => new Names().choose(seed, olds, args);
/** Inputs in state after a name was chosen. */
const inState = (args: Args, seed = seedOf("gpt")) => {
  const name = named(args, undefined, seed);
  return { ...args, connectionName: name, __name: name, __auto: true };
};

test("a name is the logical name and seven hex digits, the same in every process", () => {
  const name = named(openAi);
  expect(name).toMatch(/^gpt-[0-9a-f]{7}$/);
  expect(named(openAi)).toBe(name);
  expect(named(openAi, undefined, seedOf("a:b"))).toMatch(/^a:b-[0-9a-f]{7}$/);
});

test("another place, argument or key gets another name", () => {
  const names = [
    named(openAi),
    named(openAi, undefined, "fedcba9876543210:gpt"),
    named({ ...openAi, model: "gpt-5" }),
    named({ ...openAi, provider: "Anthropic" }),
    named({ ...openAi, apiKey: "another" }),
    ...["sk-first-of-naming", "sk-second-of-naming"].map((key) => {
      process.env["UNIT_NAMING"] = key;
      return named({ provider: "Open AI", model: "gpt-4o", apiKeyEnv: "UNIT_NAMING", apiKeyVersion: "1" });
    }),
    ...["apiVersion", "resourceName", "deploymentId"].map((field) => named({ ...azure, [field]: "x" })),
  ];
  expect(new Set(names).size).toBe(names.length);
});

test("a key gets the same name from apiKey and from apiKeyEnv", () => {
  process.env["UNIT_NAMING"] = openAi.apiKey;
  const { provider, model } = openAi;
  expect(named({ provider, model, apiKeyEnv: "UNIT_NAMING", apiKeyVersion: "1" })).toBe(named(openAi));
});

test("the name in state stays while the identity is the same, whatever the place, key or policy", () => {
  const olds = inState(openAi);
  expect(named(openAi, olds, "fedcba9876543210:renamed")).toBe(olds.connectionName);
  expect(named({ ...openAi, apiKey: "rotated", deletionPolicy: "scrub" }, olds)).toBe(olds.connectionName);
});

test("an explicit name that could be an auto-name of this resource continues as one; any other does not", () => {
  const olds = (name: string) => ({ ...openAi, connectionName: name, __name: name });
  expect(named(openAi, olds("gpt-0123abc"))).toBe("gpt-0123abc");
  expect(named(openAi, olds("gpt-0123abc-2"))).toBe("gpt-0123abc-2");
  for (const other of ["gpt", "gpt-prod", "gpt-0123abcd", "other-0123abc", "GPT-0123abc"])
    expect(named(openAi, olds(other))).not.toBe(other);
  expect(named({ ...openAi, model: "gpt-5" }, olds("gpt-0123abc"))).not.toBe("gpt-0123abc");
});

test("another identity gets a new name", () => {
  const olds = inState(openAi);
  expect(named({ ...openAi, model: "gpt-5" }, olds)).not.toBe(olds.connectionName);
});

test("for provider API the key is part of the identity, and so is detected key drift", () => {
  const olds = inState(customApi);
  expect(named({ ...customApi, apiKey: "rotated" }, olds)).not.toBe(olds.connectionName);
  const drifted = { ...olds, apiKeyDrift: "may have changed" };
  const renewed = named(customApi, drifted);
  expect(renewed).toMatch(/^gpt-[0-9a-f]{7}$/);
  expect(renewed).not.toBe(olds.connectionName);
});

test("while something that the name depends on is unknown, so is the name", () => {
  expect(named({ ...openAi, model: UNKNOWN })).toBe(UNKNOWN);
  expect(named({ ...openAi, apiKey: UNKNOWN })).toBe(UNKNOWN);
  expect(named({ ...openAi, apiKey: UNKNOWN }, inState(openAi))).not.toBe(UNKNOWN);
  expect(named({ ...customApi, apiKey: UNKNOWN }, inState(customApi))).toBe(UNKNOWN);
});

test("on a replacement the second check, without olds, gets the name of the first", () => {
  const names = new Names();
  const olds = inState(openAi);
  const changed = { ...openAi, model: "gpt-5" };
  const first = names.choose(seedOf("gpt"), olds, changed);
  expect(names.choose(seedOf("gpt"), undefined, changed)).toEqual(first);
  const drifted = { ...inState(customApi, seedOf("own")), apiKeyDrift: "x" };
  const renewed = names.choose(seedOf("own"), drifted, customApi);
  expect(names.choose(seedOf("own"), undefined, customApi)).toEqual(renewed);
});

test("a name is numbered from the second attempt on", () => {
  expect([1, 2, 3].map((attempt) => numbered("gpt-1234567", attempt))).toEqual([
    "gpt-1234567",
    "gpt-1234567-2",
    "gpt-1234567-3",
  ]);
  expect([isAutoNamed({ __auto: true }), isAutoNamed({})]).toEqual([true, false]);
});

test("the name does not contain the key", () => {
  expect(named({ ...customApi, apiKey: "deadbee" })).not.toContain("deadbee");
});
