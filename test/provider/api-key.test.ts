// The key: what is refused, where it is read from, which masks may be stored, what counts as changed outside Pulumi.
import { declaredKey, keyChange, keyProblem, variableProblem } from "../../provider/model-connection/api-key";
import { keyDrift, maskAfterRead, safeMask } from "../../provider/model-connection/key-drift";
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
])("a key may have an unusual shape: %#", (key) => {
  expect(keyProblem(key)).toBeUndefined();
});

test.each([
  ["", /^must not be empty/],
  [" ", /^must not be empty/],
  ["sk-1\n", /^must not contain whitespace/],
  ["sk 1", /^must not contain whitespace/],
  ["sk-\u0000", /^must not contain whitespace/],
  ["\ufeffsk-1", /^must not contain whitespace/],
  ["sk-\ud800", /^must not contain whitespace/],
  ["sk-***************", /^is a masked value/],
  ["sk***************MQAA", /^is a masked value/],
  ["***", /^is a masked value/],
  ["•••••", /^is a masked value/],
  ["sk-ab…yz", /^is a masked value/],
])("%p is refused as a key", (key, problem) => {
  expect(keyProblem(key)).toMatch(problem);
});

test.each(["sk-proj-1234", "", "1A", "A-B", "A=B", "A B", "A\n"])(
  "%p is refused as a variable name",
  (name) => {
    expect(variableProblem(name)).toBe("must be the name of an environment variable, not a key");
  },
);

test.each([NAME, "OPENAI_KEY_2", "KEY"])("a variable that is not set is named: %s", (name) => {
  expect(variableProblem(name)).toBe(`the environment variable ${name} is not set where pulumi runs`);
  expect(() => declaredKey({ apiKeyEnv: name })).toThrow(
    `apiKeyEnv: the environment variable ${name} is not set`,
  );
});

test.each([
  "c0ffee1234567890abcdef1234567890",
  "gsk_Abc123",
  "AKIAIOSFODNN7EXAMPLE",
  "constructor",
  "__proto__",
])("a name that could be a key is not shown: %s", (name) => {
  const problem = variableProblem(name);
  expect(problem).toContain("is not set where pulumi runs");
  expect(problem).not.toContain(name);
});

test("a variable whose value can't be a key is named without the value", () => {
  process.env[NAME] = "planted secret";
  const problem = variableProblem(NAME);
  expect(problem).toMatch(
    new RegExp(`^the value of the environment variable ${NAME} must not contain whitespace`),
  );
  expect(problem).not.toContain("planted");
});

test("the key comes from the argument, or from the variable when it is read", () => {
  expect(declaredKey({ apiKey: "sk-1" })).toBe("sk-1");
  process.env[NAME] = "sk-first";
  expect(declaredKey({ apiKeyEnv: NAME })).toBe("sk-first");
  process.env[NAME] = "sk-second";
  expect(declaredKey({ apiKeyEnv: NAME })).toBe("sk-second");
});

test("an unknown key never equals the variable's value", () => {
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
  ["abcd12*34efgh", "abcd1234efgh"],
  ["abcd1234ef*", "abcd1234efg"],
  ["Tr0ub4do*", "Tr0ub4dor"],
  ["sk-ant-api03-***", undefined],
  ["key shown in clear", undefined],
  ["", "k"],
])("%p is not a mask and is not stored", (mask, key) => {
  expect(safeMask(mask, key)).toBe("(shown unmasked by the platform, not stored)");
});

test("a mask that was not stored when the key was known is not stored when it is unknown", () => {
  const NOT_STORED = safeMask("abcd12*34efgh", "abcd1234efgh");
  expect(safeMask("abcd12*34efgh", undefined)).toBe("abcd12*34efgh");
  expect(maskAfterRead(NOT_STORED, "abcd12*34efgh")).toBe(NOT_STORED);
  expect(maskAfterRead("sk-***1", "sk-***2")).toBe("sk-***2");
  expect(maskAfterRead(NOT_STORED, undefined)).toBeUndefined();
});

test("without a mask none is stored", () => {
  expect(safeMask(undefined, "k")).toBeUndefined();
  expect(safeMask("***", "")).toBe("***");
});

const before = { maskedApiKey: "sk-***1", modifiedOn: "2026-01-01T00:00:00.000Z" };
const later = "2026-01-02T00:00:00.000Z";

test("another mask means that the key changed outside Pulumi; the text contains only the mask", () => {
  expect(keyDrift(before, { ...before, maskedApiKey: "sk-***2" }, true, false)).toBe(
    "changed outside Pulumi: the platform now shows sk-***2",
  );
});

test("a new modifiedOn counts only if nothing explains it and it is watched", () => {
  const now = { ...before, modifiedOn: later };
  expect(keyDrift(before, now, false, true)).toBe(
    `may have changed outside Pulumi: modifiedOn is now ${later} and no other change explains it`,
  );
  expect(keyDrift(before, now, true, true)).toBeUndefined();
  expect(keyDrift(before, now, false, false)).toBeUndefined();
});

test("a value that was never seen before is a baseline", () => {
  expect(keyDrift({}, before, false, true)).toBeUndefined();
  expect(keyDrift(before, {}, false, true)).toBeUndefined();
  expect(keyDrift(before, before, false, true)).toBeUndefined();
});

test("detected drift stays until the key is sent", () => {
  expect(keyDrift({ ...before, apiKeyDrift: "reported before" }, before, false, true)).toBe(
    "reported before",
  );
});
