// The key: what is refused, where it is read from, which masks may be stored, what counts as an exchange.
import {
  declaredKey,
  keyChange,
  keyDrift,
  keyFault,
  safeMask,
  variableFault,
} from "../../provider/model-connection/api-key";
import { UNKNOWN } from "../../provider/model-connection/properties";
import { declared, openAi, stored } from "./arguments";

const NAME = "UNIT_API_KEY";
afterEach(() => {
  delete process.env["UNIT_API_KEY"];
});

test.each([
  "sk-proj-0123456789",
  "a",
  "k".repeat(4_000),
  "ünï-🔑",
  `quo"te\\back'%`,
  "a*b",
  "a**b",
  "sk.-_~+/=",
])("a key may be of odd shape: %#", (key) => {
  expect(keyFault(key)).toBeUndefined();
});

test.each([
  ["", /^must not be empty/],
  [" ", /^must not be empty/],
  ["sk-1\n", /^must not hold blanks/],
  ["sk 1", /^must not hold blanks/],
  ["sk-\u0000", /^must not hold blanks/],
  ["\ufeffsk-1", /^must not hold blanks/],
  ["sk-\ud800", /^must not hold blanks/],
  ["sk-***************", /^is a masked value/],
  ["sk***************MQAA", /^is a masked value/],
  ["***", /^is a masked value/],
  ["•••••", /^is a masked value/],
  ["sk-ab…yz", /^is a masked value/],
])("%p is no key", (key, fault) => {
  expect(keyFault(key)).toMatch(fault);
});

test.each(["sk-proj-1234", "", "1A", "A-B", "A=B", "A B", "A\n"])("%p is no name of a variable", (name) => {
  expect(variableFault(name)).toBe("must be the name of an environment variable, not a key");
});

test.each([NAME, "OPENAI_KEY_2", "KEY"])("a variable that is not set is named: %s", (name) => {
  expect(variableFault(name)).toBe(
    `names the environment variable ${name}, which is not set where pulumi runs`,
  );
  expect(() => declaredKey({ apiKeyEnv: name })).toThrow(`apiKeyEnv names the environment variable ${name}`);
});

test.each([
  "c0ffee1234567890abcdef1234567890",
  "gsk_Abc123",
  "AKIAIOSFODNN7EXAMPLE",
  "constructor",
  "__proto__",
])("a name that could be a key is not shown: %s", (name) => {
  const fault = variableFault(name);
  expect(fault).toContain("which is not set where pulumi runs");
  expect(fault).not.toContain(name);
});

test("a variable whose value can't be a key is named, without the value", () => {
  process.env[NAME] = "planted secret";
  const fault = variableFault(NAME);
  expect(fault).toMatch(
    new RegExp(`^names the environment variable ${NAME}, whose value must not hold blanks`),
  );
  expect(fault).not.toContain("planted");
});

test("the key comes from the argument, or from the variable at the moment of asking", () => {
  expect(declaredKey({ apiKey: "sk-1" })).toBe("sk-1");
  process.env[NAME] = "sk-first";
  expect(declaredKey({ apiKeyEnv: NAME })).toBe("sk-first");
  process.env[NAME] = "sk-second";
  expect(declaredKey({ apiKeyEnv: NAME })).toBe("sk-second");
});

test("an unknown key is never taken for the variable's value", () => {
  process.env[NAME] = UNKNOWN;
  const olds = stored(openAi, { apiKey: undefined, apiKeyEnv: NAME, apiKeyVersion: "1" });
  expect(keyChange(olds, declared(openAi, { apiKey: UNKNOWN }))).toBe("send");
});

test.each(["sk-***************", "sk***************MQAA", "***************", "•••• 1234", "sk-…MQAA"])(
  "the mask %s is stored",
  (mask) => {
    expect(safeMask(mask, "sk-whole-key-MQAA")).toBe(mask);
  },
);

test.each([
  ["sk-whole-key", "sk-whole-key"],
  ["sk-whole-key***", "sk-whole-key"],
  ["key shown in clear", undefined],
  ["", "k"],
])("%p is no mask, and is not stored", (mask, key) => {
  expect(safeMask(mask, key)).toBe("(shown unmasked by the platform, not stored)");
});

test("no mask is no mask", () => {
  expect(safeMask(undefined, "k")).toBeUndefined();
  expect(safeMask("***", "")).toBe("***");
});

const before = { maskedApiKey: "sk-***1", modifiedOn: "2026-01-01T00:00:00.000Z" };
const later = "2026-01-02T00:00:00.000Z";

test("another mask is an exchanged key, and the words hold the mask alone", () => {
  expect(keyDrift(before, { ...before, maskedApiKey: "sk-***2" }, true, false)).toBe(
    "exchanged outside Pulumi: the platform now shows sk-***2",
  );
});

test("a modifiedOn that moved counts only where nothing explains it and it is watched", () => {
  const now = { ...before, modifiedOn: later };
  expect(keyDrift(before, now, false, true)).toBe(
    `perhaps exchanged outside Pulumi: modifiedOn moved to ${later} and no other change explains it`,
  );
  expect(keyDrift(before, now, true, true)).toBeUndefined();
  expect(keyDrift(before, now, false, false)).toBeUndefined();
});

test("what was never seen before is a baseline", () => {
  expect(keyDrift({}, before, false, true)).toBeUndefined();
  expect(keyDrift(before, {}, false, true)).toBeUndefined();
  expect(keyDrift(before, before, false, true)).toBeUndefined();
});

test("a suspicion stays until the key was sent", () => {
  expect(keyDrift({ ...before, apiKeyDrift: "said before" }, before, false, true)).toBe("said before");
});
