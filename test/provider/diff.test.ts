// What a change does: replace, send the key, go to state alone, or nothing; the same in both directions.
import { differenceOf } from "../../provider/model-connection/diff";
import { type Bag, allProviders, azure, customApi, declared, openAi, stored, without } from "./arguments";

const nothing = { replaces: [], sendKey: false, changes: false };
const change = (args: Bag, from: Bag, to: Bag) => {
  const forward = differenceOf(stored(args, from), declared(args, to));
  const back = differenceOf(stored(args, to), declared(args, from));
  expect({ ...back, replaces: [] }).toEqual({ ...forward, replaces: [] });
  return forward;
};

afterEach(() => {
  delete process.env["UNIT_DIFF_KEY"];
});

test.each(allProviders)("$provider as declared is no difference", (args) => {
  expect(differenceOf(stored(args), declared(args))).toEqual(nothing);
});

test.each(["provider", "connectionName", "model", "baseUrl", "apiVersion", "resourceName", "deploymentId"])(
  "another %s replaces",
  (name) => {
    expect(change(azure, {}, { [name]: "other" })).toEqual({ ...nothing, replaces: [name], changes: true });
  },
);

test("a field that went or came replaces", () => {
  expect(differenceOf(stored(azure), declared(without(azure, "apiVersion"))).replaces).toEqual([
    "apiVersion",
  ]);
  expect(differenceOf(stored(without(azure, "apiVersion")), declared(azure)).replaces).toEqual([
    "apiVersion",
  ]);
});

test("another key is sent in place, and replaces for provider API", () => {
  expect(change(openAi, {}, { apiKey: "new" })).toEqual({ ...nothing, sendKey: true, changes: true });
  expect(change(customApi, {}, { apiKey: "new" })).toEqual({
    replaces: ["apiKey"],
    sendKey: true,
    changes: true,
  });
});

test("a suspected exchange sends the key again, whichever side says so", () => {
  expect(change(openAi, { apiKeyDrift: "perhaps" }, {})).toEqual({
    ...nothing,
    sendKey: true,
    changes: true,
  });
  expect(change(customApi, { apiKeyDrift: "perhaps" }, {}).replaces).toEqual(["apiKeyDrift"]);
  expect(change(openAi, { apiKeyDrift: "perhaps" }, { apiKeyDrift: "perhaps" })).toEqual(nothing);
});

test("another deletionPolicy goes to state", () => {
  expect(change(openAi, {}, { deletionPolicy: "scrub" })).toEqual({ ...nothing, changes: true });
});

test("what the platform decides is no difference, nor is adopt", () => {
  const seen = { status: "INACTIVE", maskedApiKey: "x***", createdOn: "1", modifiedOn: "2", modelType: "Z" };
  expect(change(openAi, seen, {})).toEqual(nothing);
  expect(change(openAi, {}, { adopt: true })).toEqual(nothing);
  expect(change(openAi, { __auto: true, __name: "b", __provider: "c" }, {})).toEqual(nothing);
});

test("a numbered name is no difference while the inputs ask for the same one", () => {
  const numbered = { connectionName: "gpt-1234567-2", __asked: "gpt-1234567" };
  expect(differenceOf(stored(openAi, numbered), declared(openAi, { connectionName: "gpt-1234567" }))).toEqual(
    nothing,
  );
  expect(
    differenceOf(stored(openAi, numbered), declared(openAi, { connectionName: "else" })).replaces,
  ).toEqual(["connectionName"]);
});

const byEnv = (version = "1", name = "UNIT_DIFF_KEY"): Bag => ({
  apiKey: undefined,
  apiKeyEnv: name,
  apiKeyVersion: version,
});

test("from the environment the version decides, never the variable's name or value", () => {
  process.env["UNIT_DIFF_KEY"] = "exchanged";
  expect(change(openAi, byEnv("1"), byEnv("1"))).toEqual(nothing);
  expect(change(openAi, byEnv("1"), byEnv("2"))).toEqual({ ...nothing, sendKey: true, changes: true });
  expect(change(openAi, byEnv("1"), byEnv("1", "OTHER"))).toEqual({ ...nothing, changes: true });
  expect(change(customApi, byEnv("1"), byEnv("2")).replaces).toEqual(["apiKeyVersion"]);
});

test("another source is state alone when the variable holds the key in state, else the key is sent", () => {
  expect(change(openAi, {}, byEnv())).toEqual({ ...nothing, sendKey: true, changes: true });
  process.env["UNIT_DIFF_KEY"] = "another";
  expect(change(openAi, {}, byEnv())).toEqual({ ...nothing, sendKey: true, changes: true });
  process.env["UNIT_DIFF_KEY"] = openAi.apiKey;
  expect(change(openAi, {}, byEnv())).toEqual({ ...nothing, changes: true });
});
