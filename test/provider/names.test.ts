// Auto-names: chosen once, kept while the choosing arguments are, made anew where another connection has to be.
import { UNKNOWN } from "../../provider/model-connection/properties";
import type * as Naming from "../../provider/model-connection/names";
import { type Bag, azure, customApi, openAi, seedOf } from "./arguments";

/** As in a provider process of its own, which remembers nothing. */
function inNewProcess(): typeof Naming {
  let naming: typeof Naming | undefined;
  jest.isolateModules(() => {
    naming = jest.requireActual<typeof Naming>("../../provider/model-connection/names");
  });
  return naming!;
}

const named = (args: Bag, olds: Bag = {}, seed = seedOf("gpt")) => inNewProcess().autoName(seed, olds, args);
/** Inputs in state after a name was chosen. */
const inState = (args: Bag, seed = seedOf("gpt")) => {
  const name = named(args, {}, seed);
  return { ...args, connectionName: name, __name: name, __auto: true };
};

test("a name is the logical name and seven hex digits, the same in every process", () => {
  const name = named(openAi);
  expect(name).toMatch(/^gpt-[0-9a-f]{7}$/);
  expect(named(openAi)).toBe(name);
  expect(named(openAi, {}, seedOf("a:b"))).toMatch(/^a:b-[0-9a-f]{7}$/);
});

test("another place, another argument or another key makes another name", () => {
  const names = [
    named(openAi),
    named(openAi, {}, "fedcba9876543210:gpt"),
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

test("a key has the same name whichever way it is given", () => {
  process.env["UNIT_NAMING"] = openAi.apiKey;
  const { provider, model } = openAi;
  expect(named({ provider, model, apiKeyEnv: "UNIT_NAMING", apiKeyVersion: "1" })).toBe(named(openAi));
});

test("the name in state stays while the choosing arguments do, whatever place, key or policy say", () => {
  const olds = inState(openAi);
  expect(named(openAi, olds, "fedcba9876543210:renamed")).toBe(olds.connectionName);
  expect(named({ ...openAi, apiKey: "rotated", deletionPolicy: "scrub" }, olds)).toBe(olds.connectionName);
});

test("an explicit name that this resource could have chosen itself goes on as its own, any other one doesn't", () => {
  const olds = (name: string) => ({ ...openAi, connectionName: name, __name: name });
  expect(named(openAi, olds("gpt-0123abc"))).toBe("gpt-0123abc");
  expect(named(openAi, olds("gpt-0123abc-2"))).toBe("gpt-0123abc-2");
  for (const other of ["gpt", "gpt-prod", "gpt-0123abcd", "other-0123abc", "GPT-0123abc"])
    expect(named(openAi, olds(other))).not.toBe(other);
  expect(named({ ...openAi, model: "gpt-5" }, olds("gpt-0123abc"))).not.toBe("gpt-0123abc");
});

test("another choosing argument makes a new name", () => {
  const olds = inState(openAi);
  expect(named({ ...openAi, model: "gpt-5" }, olds)).not.toBe(olds.connectionName);
});

test("the key chooses for provider API, and a suspected exchange does too", () => {
  const olds = inState(customApi);
  expect(named({ ...customApi, apiKey: "rotated" }, olds)).not.toBe(olds.connectionName);
  const drifted = { ...olds, apiKeyDrift: "perhaps exchanged" };
  const renewed = named(customApi, drifted);
  expect(renewed).toMatch(/^gpt-[0-9a-f]{7}$/);
  expect(renewed).not.toBe(olds.connectionName);
});

test("where an argument that chooses is unknown, so is the name", () => {
  expect(named({ ...openAi, model: UNKNOWN })).toBe(UNKNOWN);
  expect(named({ ...openAi, apiKey: UNKNOWN })).toBe(UNKNOWN);
  expect(named({ ...openAi, apiKey: UNKNOWN }, inState(openAi))).not.toBe(UNKNOWN);
  expect(named({ ...customApi, apiKey: UNKNOWN }, inState(customApi))).toBe(UNKNOWN);
});

test("on a replacement the second call, without olds, gives the name of the first", () => {
  const naming = inNewProcess();
  const olds = inState(openAi);
  const changed = { ...openAi, model: "gpt-5" };
  const first = naming.autoName(seedOf("gpt"), olds, changed);
  expect(naming.autoName(seedOf("gpt"), {}, changed)).toEqual(first);
  const drifted = { ...inState(customApi, seedOf("own")), apiKeyDrift: "x" };
  const renewed = naming.autoName(seedOf("own"), drifted, customApi);
  expect(naming.autoName(seedOf("own"), {}, customApi)).toEqual(renewed);
});

test("a name is numbered from the second try on", () => {
  const { numbered, isAutoNamed } = inNewProcess();
  expect([1, 2, 3].map((attempt) => numbered("gpt-1234567", attempt))).toEqual([
    "gpt-1234567",
    "gpt-1234567-2",
    "gpt-1234567-3",
  ]);
  expect([isAutoNamed({ __auto: true }), isAutoNamed({})]).toEqual([true, false]);
});

test("the name doesn't hold the key, also not as a plain hash", () => {
  expect(named({ ...customApi, apiKey: "deadbee" })).not.toContain("deadbee");
});
