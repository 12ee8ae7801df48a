// The second form of provider "API": what POST and PATCH accept, what responses show, what stays secret.
import type { Emulator, EmulatorOptions } from "../../emulator/index";
import {
  create,
  customApi,
  endpoint,
  fromScratch,
  HEADER_KEY,
  HEADER_VALUE,
  PATH,
  send,
  start,
} from "./platform";

const STARS = "***************";
const withoutFields = { provider: "API", connectionName: "custom" };

const patch = (emulator: Emulator, id: string, body: unknown) =>
  send(emulator, "PATCH", `${PATH}/${id}`, body);
const without = (body: object, name: string): object =>
  Object.fromEntries(Object.entries(body).filter(([each]) => each !== name));

test.each([endpoint(), fromScratch()])(
  "create accepts $connectionName and stores it as sent",
  async (body) => {
    const emulator = await start();
    const id = await create(emulator, body);
    const [stored] = emulator.connections();
    const { createdOn, modifiedOn } = stored!;
    expect(stored).toEqual({ ...body, connectionId: id, fields: {}, createdOn, modifiedOn });
  },
);

test.each([endpoint(), fromScratch()])(
  "responses show the members of $connectionName with masks as header values, and no fields",
  async (body) => {
    const emulator = await start({ maskStyle: "stars" });
    const post = await send(emulator, "POST", PATH, body);
    const { connectionId } = post.json as { connectionId: string };
    const get = await send(emulator, "GET", `${PATH}/${connectionId}`);
    const patched = await patch(emulator, connectionId, { model: body.model });
    const masked = { ...body, connectionId, headers: [{ key: "Authorization", value: STARS }] };
    const date = expect.any(String) as string;
    expect(post.json).toEqual({ ...masked, createdOn: date });
    expect(get.json).toEqual({ ...masked, createdOn: date, modifiedOn: date });
    expect(patched.json).toEqual({ ...masked, modifiedOn: date });
    expect(Object.keys((await send(emulator, "GET", PATH)).json.connections[0] as object)).toEqual([
      ...["connectionId", "connectionName", "provider", "model", "status", "createdOn", "modifiedOn"],
    ]);
  },
);

test("the mask style applies to header values", async () => {
  const emulator = await start();
  const post = await send(emulator, "POST", PATH, endpoint());
  const get = await send(emulator, "GET", `${PATH}/${post.json.connectionId}`);
  expect([post.json.headers, get.json.headers]).toEqual([
    [{ key: "Authorization", value: `Be${STARS}MQAA` }],
    [{ key: "Authorization", value: STARS }],
  ]);
});

test.each(Object.keys(endpoint()))("create rejects a known format without %s", async (name) => {
  const emulator = await start();
  const { status, json } = await send(emulator, "POST", PATH, without(endpoint(), name));
  expect([status, json.error.code]).toEqual([400, "INVALID_REQUEST"]);
  expect(emulator.connections()).toEqual([]);
});

test.each(Object.keys(fromScratch()))("create rejects one from scratch without %s", async (name) => {
  const emulator = await start();
  const { status, json } = await send(emulator, "POST", PATH, without(fromScratch(), name));
  expect([status, json.error.code]).toEqual([400, "INVALID_REQUEST"]);
  expect(emulator.connections()).toEqual([]);
});

const header = (key: unknown, value: unknown) => ({ headers: [{ key, value }] });
const [variable] = fromScratch().promptVars;

test.each<[string, object]>([
  ["an unknown member", { ...endpoint(), modelType: "EASY_INTEGRATION" }],
  ["both forms", { ...endpoint(), fields: customApi().fields }],
  ["both kinds", { ...endpoint(), ...fromScratch() }],
  ["neither kind", { ...withoutFields, endpointUrl: "https://x", headers: [] }],
  ["another provider", { ...endpoint(), provider: "Open AI" }],
  ["a relative URL", { ...endpoint(), endpointUrl: "/v1/chat" }],
  ["a URL with whitespace", { ...endpoint(), endpointUrl: " https://x" }],
  ["a URL of another protocol", { ...endpoint(), endpointUrl: "ftp://x" }],
  ["headers as an object", { ...endpoint(), headers: { Authorization: HEADER_VALUE } }],
  ["a header without a value", { ...endpoint(), headers: [{ key: "x-a" }] }],
  ["a header with an unknown member", { ...endpoint(), headers: [{ key: "x-a", value: "b", secret: true }] }],
  ["a header name with a space", { ...endpoint(), ...header("x a", "b") }],
  ["a header value of two lines", { ...endpoint(), ...header("x-a", "b\r\nc: d") }],
  ["an empty header value", { ...endpoint(), ...header("x-a", "") }],
  ["a status of the others", { ...endpoint(), status: "ACTIVE" }],
  ["isEnable false", { ...endpoint(), isEnable: false }],
  ["another bodyTab", { ...endpoint(), bodyTab: "other" }],
  ["another idp", { ...endpoint(), idp: "okta" }],
  ["an unknown format", { ...endpoint(), mapProvider: "mistralModel" }],
  ["an unknown flag", { ...endpoint(), llmFeatures: { ...endpoint().llmFeatures, vision: true } }],
  ["a missing flag", { ...endpoint(), llmFeatures: without(endpoint().llmFeatures, "streaming") }],
  [
    "a flag that is a string",
    { ...endpoint(), llmFeatures: { ...endpoint().llmFeatures, streaming: "true" } },
  ],
  ["an unknown mapping", { ...endpoint(), IOMappings: ["textToVideo"] }],
  ["no mapping", { ...endpoint(), IOMappings: [] }],
  ["a variable with an unknown member", { ...fromScratch(), promptVars: [{ ...variable, extra: 1 }] }],
  ["a variable without required", { ...fromScratch(), promptVars: [without(variable!, "required")] }],
  ["customVars that are no objects", { ...fromScratch(), customVars: ["a"] }],
  ["an empty path", { ...fromScratch(), outputPath: "" }],
  ["a path that is not a string", { ...fromScratch(), inputTokensPath: 1 }],
])("create rejects %s, in both error styles, and repeats no header value", async (_, body) => {
  const emulator = await start();
  const simple = await send(emulator, "POST", PATH, body);
  expect([simple.status, simple.json.error.code]).toEqual([400, "INVALID_REQUEST"]);
  expect(simple.text).not.toContain(HEADER_KEY);
  expect(emulator.connections()).toEqual([]);
  const other = await start({ errorStyle: "platform" });
  const platform = await send(other, "POST", PATH, body);
  expect([platform.status, platform.json.errors]).toEqual([
    400,
    [{ code: 400, msg: simple.json.error.message as string }],
  ]);
});

test("an error names each problem", async () => {
  const body = { ...endpoint(), endpointUrl: "x", payload: {}, llmFeatures: { vision: true } };
  const { json } = await send(await start(), "POST", PATH, body);
  expect(json.error.message).toMatch(
    /endpointUrl: must be an http or https URL; .*llmFeatures.streaming: must be true or false; llmFeatures: unknown property vision; unknown property payload$/,
  );
});

test.each([[{}], [[]], ["text"], [null], [0]])("a payload can be %j", async (payload) => {
  const emulator = await start();
  await create(emulator, { ...fromScratch(), payload });
  expect(emulator.connections()[0]!.payload).toEqual(payload);
});

test.each<[string, { connectionName: string }, object]>([
  ["connectionName", endpoint(), { connectionName: "renamed" }],
  ["model", endpoint(), { model: "other" }],
  ["endpointUrl", endpoint(), { endpointUrl: "http://127.0.0.1:1/v2" }],
  ["headers", endpoint(), { headers: [{ key: "x-api-key", value: "other-0123456789" }] }],
  ["status", endpoint(), { status: "DRAFT" }],
  ["mapProvider", endpoint(), { mapProvider: "geminiModel", bodyTab: "providerReferences", idp: "none" }],
  ["llmFeatures", endpoint(), { llmFeatures: { ...endpoint().llmFeatures, toolCalling: false } }],
  ["IOMappings", endpoint(), { IOMappings: ["textToText", "imageToText"] }],
  ["payload", fromScratch(), { payload: { input: "{{prompt}}" } }],
  ["promptVars", fromScratch(), { promptVars: [] }],
  ["customVars", fromScratch(), { customVars: [{ name: "team" }] }],
  ["paths", fromScratch(), { outputPath: "a", inputTokensPath: "b", outputTokensPath: "c" }],
])("update changes %s, and what it doesn't name stays", async (_, body, change) => {
  const emulator = await start();
  const id = await create(emulator, body);
  const [before] = emulator.connections();
  expect((await patch(emulator, id, change)).status).toBe(200);
  const [after] = emulator.connections();
  expect(after).toEqual({ ...before, ...change, modifiedOn: after!.modifiedOn });
  expect(Date.parse(after!.modifiedOn)).toBeGreaterThan(Date.parse(before!.modifiedOn));
});

test.each<[string, object, object]>([
  ["nothing", endpoint(), {}],
  ["an unknown member", endpoint(), { colour: "red" }],
  ["isEnable", endpoint(), { isEnable: true }],
  ["the provider", endpoint(), { provider: "API" }],
  ["the first form", endpoint(), { fields: { API_KEY: "new" } }],
  ["a member of the other kind", endpoint(), { payload: {} }],
  ["a member of the other kind", fromScratch(), { mapProvider: "openAIModel" }],
  ["members of both kinds", fromScratch(), { payload: {}, llmFeatures: endpoint().llmFeatures }],
  ["a bad URL", endpoint(), { endpointUrl: "x" }],
  ["an unknown status", endpoint(), { status: "INACTIVE" }],
])("update rejects %s", async (_, body, change) => {
  const emulator = await start();
  const id = await create(emulator, body);
  const before = emulator.connections();
  const { status, json } = await patch(emulator, id, change);
  expect([status, json.error.code]).toEqual([400, "INVALID_REQUEST"]);
  expect(emulator.connections()).toEqual(before);
});

test("a draft can lack members of its kind, and update finalizes it only when it is complete", async () => {
  const emulator = await start();
  const id = await create(emulator, { ...without(endpoint(), "idp"), status: "DRAFT" });
  const early = await patch(emulator, id, { status: "FINALIZED" });
  expect([early.status, early.json.error.message]).toEqual([400, expect.stringMatching(/^idp: /)]);
  expect((await patch(emulator, id, { payload: {} })).status).toBe(400);
  expect((await patch(emulator, id, { status: "FINALIZED", idp: "none" })).status).toBe(200);
  expect(emulator.connections()).toMatchObject([endpoint()]);
});

test("a name stays unique when update changes it, unless names need not be unique", async () => {
  for (const uniqueNames of [true, false]) {
    const emulator = await start({ uniqueNames });
    await create(emulator);
    const id = await create(emulator, endpoint());
    const renamed = await patch(emulator, id, { connectionName: "gpt" });
    expect(renamed.status).toBe(uniqueNames ? 409 : 200);
    expect((await patch(emulator, id, { connectionName: "gateway" })).status).toBe(200);
    expect((await patch(emulator, id, { connectionName: "gateway" })).status).toBe(200);
  }
});

test("a header value is not a key: connections to one model may share it", async () => {
  const emulator = await start();
  await create(emulator, endpoint("one"));
  const id = await create(emulator, endpoint("two"));
  expect((await patch(emulator, id, { headers: endpoint().headers })).status).toBe(200);
});

test("update of the first form is refused as before, and so is a connection with no form", async () => {
  const emulator = await start();
  const id = await create(emulator, customApi());
  const { status, json } = await patch(emulator, id, { endpointUrl: "https://x" });
  expect([status, json.error.code]).toEqual([400, "UPDATE_NOT_SUPPORTED"]);
  expect((await send(emulator, "POST", PATH, withoutFields)).json.error.message).toMatch(/^fields: /);
});

test.each<[EmulatorOptions["customApi"], object]>([
  ["masked", { endpointUrl: endpoint().endpointUrl, headers: [{ key: "Authorization", value: STARS }] }],
  ["plaintext", { endpointUrl: endpoint().endpointUrl, headers: endpoint().headers }],
  ["hidden", {}],
])("customApi %s decides what responses show, and the console always masks", async (option, shown) => {
  const emulator = await start({ customApi: option, maskStyle: "stars" });
  const post = await send(emulator, "POST", PATH, endpoint());
  const get = await send(emulator, "GET", `${PATH}/${post.json.connectionId}`);
  const patched = await patch(emulator, post.json.connectionId as string, { model: "llama" });
  for (const { json } of [post, get, patched]) {
    const { endpointUrl, headers, llmFeatures } = json as Record<string, unknown>;
    expect(JSON.parse(JSON.stringify({ endpointUrl, headers }))).toEqual(shown);
    expect(llmFeatures).toEqual(option === "hidden" ? undefined : endpoint().llmFeatures);
  }
  const console = await send(emulator, "GET", "/emulator/state");
  expect(console.text).not.toContain(HEADER_KEY);
  expect(console.json.connections).toMatchObject([{ headers: [{ key: "Authorization", value: STARS }] }]);
});

test("customApi unknown refuses this form with its own errors, and every update of provider API", async () => {
  const emulator = await start({ customApi: "unknown" });
  const { status, json } = await send(emulator, "POST", PATH, endpoint());
  expect([status, json.error.code]).toEqual([400, "INVALID_REQUEST"]);
  expect(json.error.message).toMatch(/^fields: .*; unknown property model, endpointUrl, headers/);
  const { connectionId } = emulator.console.create(endpoint());
  const update = await patch(emulator, connectionId, { model: "other" });
  expect([update.status, update.json.error.code]).toEqual([400, "UPDATE_NOT_SUPPORTED"]);
  await create(emulator, customApi());
});

test("slash ends endpointUrl with a slash, and keyOrder sorts the keys of JSON, in create and update", async () => {
  const emulator = await start({ canonicalForms: ["slash", "keyOrder", "lowerCase"] });
  const json = () => JSON.stringify(emulator.connections()[0]!.payload);
  const payload = { model: "m", input: [{ z: 1, a: { d: 1, c: 2 } }] };
  const id = await create(emulator, { ...fromScratch(), model: "Model", payload });
  expect(emulator.connections()).toMatchObject([
    { model: "model", endpointUrl: "https://in-house.example.com/v1/" },
  ]);
  expect(json()).toBe('{"input":[{"a":{"c":2,"d":1},"z":1}],"model":"m"}');
  await patch(emulator, id, { endpointUrl: "https://x/v2", payload: { b: 1, a: 2 }, model: "Other" });
  expect(emulator.connections()).toMatchObject([{ model: "other", endpointUrl: "https://x/v2/" }]);
  expect(json()).toBe('{"a":2,"b":1}');
});

test("customApiModel changes nothing in this form", async () => {
  const emulator = await start({ customApiModel: true });
  await create(emulator, endpoint());
  expect(emulator.connections()).toMatchObject([endpoint()]);
});

test("no header value gets into the journal, wherever a client puts it", async () => {
  const emulator = await start();
  const id = await create(emulator, endpoint(`named ${HEADER_KEY}`));
  await send(emulator, "GET", `${PATH}/${id}?${HEADER_KEY}=${HEADER_KEY}`);
  await patch(emulator, id, { [HEADER_KEY]: 1, headers: [{ key: HEADER_KEY, value: HEADER_VALUE }] });
  await send(emulator, "POST", PATH, {
    ...endpoint(`also ${HEADER_KEY}`),
    headers: ["x", null, header(1, 2)],
  });
  const rejected = header("x-new", "Bearer rejected-0123456789");
  await send(emulator, "POST", PATH, { ...endpoint("of rejected-0123456789"), ...rejected, idp: 1 });
  expect(emulator.journal()).toHaveLength(5);
  expect(JSON.stringify(emulator.journal())).not.toMatch(new RegExp(`${HEADER_KEY}|rejected-0123456789`));
  expect(emulator.journal()[0]!.bodyKeys).toEqual(Object.keys(endpoint()));
});
