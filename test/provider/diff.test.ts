// What a change does: replace, send the key, update state only, or nothing; the same in both directions.
import { differenceOf } from "../../provider/model-connection/diff";
import {
  type Args,
  allProviders,
  azure,
  customApi,
  declared,
  knownFormat,
  openAi,
  stored,
  without,
} from "./arguments";

const nothing = { replaces: [], inPlace: [], sendKey: false, isFirstKey: false, changes: false };
const change = (args: Args, from: Args, to: Args) => {
  const forward = differenceOf(stored(args, from), declared(args, to));
  const back = differenceOf(stored(args, to), declared(args, from));
  expect({ ...back, replaces: [] }).toEqual({ ...forward, replaces: [] });
  return forward;
};

afterEach(() => {
  delete process.env["UNIT_DIFF_KEY"];
});

test.each(allProviders)("$provider as declared has no difference", (args) => {
  expect(differenceOf(stored(args), declared(args))).toEqual(nothing);
});

test.each(["provider", "connectionName", "model", "baseUrl", "apiVersion", "resourceName", "deploymentId"])(
  "another %s replaces",
  (name) => {
    expect(change(azure, {}, { [name]: "other" })).toEqual({ ...nothing, replaces: [name], changes: true });
  },
);

test("an added or removed field replaces", () => {
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
    inPlace: [],
    sendKey: true,
    isFirstKey: false,
    changes: true,
  });
});

test("detected key drift sends the key again, whichever side has it", () => {
  expect(change(openAi, { apiKeyDrift: "perhaps" }, {})).toEqual({
    ...nothing,
    sendKey: true,
    changes: true,
  });
  expect(change(customApi, { apiKeyDrift: "perhaps" }, {}).replaces).toEqual(["apiKeyDrift"]);
  expect(change(openAi, { apiKeyDrift: "perhaps" }, { apiKeyDrift: "perhaps" })).toEqual(nothing);
});

test("another deletionPolicy updates state only", () => {
  expect(change(openAi, {}, { deletionPolicy: "scrub" })).toEqual({ ...nothing, changes: true });
});

test("neither what the platform decides nor adopt is a difference", () => {
  const seen = { maskedApiKey: "x***", createdOn: "1", modifiedOn: "2", modelType: "Z" };
  expect(change(openAi, seen, {})).toEqual(nothing);
  expect(differenceOf(stored(openAi, { status: "INACTIVE" }), declared(openAi))).toEqual(nothing);
  expect(change(openAi, {}, { adopt: true })).toEqual(nothing);
  expect(change(openAi, { __auto: true, __name: "b", __provider: "c" }, {})).toEqual(nothing);
});

test("a numbered name is not a difference while the inputs ask for the same name", () => {
  const numbered = { connectionName: "gpt-1234567-2", __asked: "gpt-1234567" };
  expect(differenceOf(stored(openAi, numbered), declared(openAi, { connectionName: "gpt-1234567" }))).toEqual(
    nothing,
  );
  expect(
    differenceOf(stored(openAi, numbered), declared(openAi, { connectionName: "else" })).replaces,
  ).toEqual(["connectionName"]);
});

const byEnv = (version = "1", name = "UNIT_DIFF_KEY"): Args => ({
  apiKey: undefined,
  apiKeyEnv: name,
  apiKeyVersion: version,
});

test("with apiKeyEnv the version decides, never the variable's name or value", () => {
  process.env["UNIT_DIFF_KEY"] = "exchanged";
  expect(change(openAi, byEnv("1"), byEnv("1"))).toEqual(nothing);
  expect(change(openAi, byEnv("1"), byEnv("2"))).toEqual({ ...nothing, sendKey: true, changes: true });
  expect(change(openAi, byEnv("1"), byEnv("1", "OTHER"))).toEqual({ ...nothing, changes: true });
  expect(change(customApi, byEnv("1"), byEnv("2")).replaces).toEqual(["apiKeyVersion"]);
});

test("another key source updates state only if the variable contains the key in state; otherwise the key is sent", () => {
  expect(change(openAi, {}, byEnv())).toEqual({ ...nothing, sendKey: true, changes: true });
  process.env["UNIT_DIFF_KEY"] = "another";
  expect(change(openAi, {}, byEnv())).toEqual({ ...nothing, sendKey: true, changes: true });
  process.env["UNIT_DIFF_KEY"] = openAi.apiKey;
  expect(change(openAi, {}, byEnv())).toEqual({ ...nothing, changes: true });
});

test("the first key of an imported connection is sent, even if a variable contains it, unless the API can't change it", () => {
  process.env["UNIT_DIFF_KEY"] = openAi.apiKey;
  const imported = stored(openAi, byEnv("imported"));
  expect(differenceOf(imported, declared(openAi))).toMatchObject({ sendKey: true, isFirstKey: false });
  const custom = stored(customApi, byEnv("imported"));
  expect(differenceOf(custom, declared(customApi))).toMatchObject({ sendKey: false, isFirstKey: true });
  const endpoint = stored(knownFormat, {
    headers: undefined,
    headersEnv: { "X-Key": "UNIT_DIFF_KEY" },
    apiKeyVersion: "imported",
  });
  const headers = { "X-Key": openAi.apiKey };
  expect(differenceOf(endpoint, declared(knownFormat, { headers }))).toMatchObject({ sendKey: true });
});

test("a connection that took the place of an imported one has a known key: another one replaces", () => {
  const replaced = stored(customApi, { ...byEnv("imported"), apiKeyId: "d9a214" });
  expect(differenceOf(replaced, declared(customApi, byEnv("2")))).toMatchObject({
    replaces: ["apiKeyVersion"],
    isFirstKey: false,
  });
});
