// Create and update: shapes, what is accepted, what is rejected, what must be unique.
import { anthropic, azure, create, customApi, KEY, openAi, PATH, send, start } from "./platform";

test.each([openAi(), azure(), anthropic(), customApi()])(
  "create accepts $provider as documented",
  async (body) => {
    const emulator = await start();
    const { status, json } = await send(emulator, "POST", PATH, body);
    expect(status).toBe(200);
    expect(emulator.connections()).toMatchObject([
      {
        connectionId: json.connectionId,
        provider: body.provider,
        connectionName: body.connectionName,
        fields: body.fields,
      },
    ]);
  },
);

test("create returns masked fields, createdOn and status, and neither modifiedOn nor modelType", async () => {
  const { json } = await send(await start(), "POST", PATH, azure());
  expect(json).toEqual({
    connectionId: expect.stringMatching(/^cn-[0-9a-f]{8}-[0-9a-f-]{27}$/),
    connectionName: "azure",
    provider: "Azure Open AI",
    model: "GPT-4",
    status: "ACTIVE",
    fields: { ...azure().fields, API_KEY: "az***************6789" },
    createdOn: expect.any(String),
  });
});

test("update changes only the key, and returns modifiedOn but no createdOn", async () => {
  const emulator = await start();
  const id = await create(emulator);
  const [before] = emulator.connections();
  const { status, json } = await send(emulator, "PATCH", `${PATH}/${id}`, {
    fields: { API_KEY: "sk-new-0123456789" },
  });
  expect(status).toBe(200);
  expect(json).toEqual({
    connectionId: id,
    connectionName: "gpt",
    provider: "Open AI",
    model: "gpt-4o",
    status: "ACTIVE",
    fields: { API_KEY: "sk***************6789" },
    modifiedOn: expect.any(String),
  });
  expect(emulator.connections()).toEqual([
    { ...before, fields: { API_KEY: "sk-new-0123456789" }, modifiedOn: json.modifiedOn },
  ]);
  expect(Date.parse(json.modifiedOn as string)).toBeGreaterThan(Date.parse(before!.modifiedOn));
});

test("update keeps the other fields of an Azure connection", async () => {
  const emulator = await start();
  const id = await create(emulator, azure());
  await send(emulator, "PATCH", `${PATH}/${id}`, { fields: { API_KEY: "replaced" } });
  expect(emulator.connections()[0]!.fields).toEqual({ ...azure().fields, API_KEY: "replaced" });
});

const without = (body: object, name: string) =>
  Object.fromEntries(Object.entries(body).filter(([key]) => key !== name));

test.each([
  ["no body", ""],
  ["a body that is not an object", "7"],
  ["an unknown provider", { ...openAi(), provider: "OpenAI" }],
  ["no provider", without(openAi(), "provider")],
  ["no name", without(openAi(), "connectionName")],
  ["an empty name", openAi("")],
  ["a name of spaces", openAi("  ")],
  ["no model", without(openAi(), "model")],
  ["an empty model", openAi("gpt", KEY, "")],
  ["an empty key", openAi("gpt", "")],
  ["a key that is not a string", { ...openAi(), fields: { API_KEY: 7 } }],
  ["no fields", without(openAi(), "fields")],
  ["a modelType for Open AI", { ...openAi(), modelType: "EASY_INTEGRATION" }],
  ["no modelType for Azure", without(azure(), "modelType")],
  ["no modelType for Anthropic", without(anthropic(), "modelType")],
  ["another modelType", { ...anthropic(), modelType: "CUSTOM" }],
  ["no deployment for Azure", { ...azure(), fields: without(azure().fields, "deployment_id") }],
  ["a model for API", { ...customApi(), model: "gpt-4o" }],
  ["no BASE_URL for API", { ...customApi(), fields: { API_KEY: KEY } }],
  ["a BASE_URL for Open AI", { ...openAi(), fields: { API_KEY: KEY, BASE_URL: "https://x" } }],
  ["an unknown property", { ...openAi(), status: "INACTIVE" }],
])("create rejects %s", async (_, body) => {
  const emulator = await start();
  const { status, json } = await send(emulator, "POST", PATH, body);
  expect(status).toBe(400);
  expect(json.error.message).toEqual(expect.any(String));
  expect(emulator.connections()).toEqual([]);
});

test("an error names the invalid properties", async () => {
  const emulator = await start();
  const { json } = await send(emulator, "POST", PATH, { ...openAi(""), extra: 1, fields: { API_KEY: "" } });
  expect(json.error.message).toBe(
    "connectionName: must not be empty; fields.API_KEY: must not be empty; unknown property extra",
  );
  const unknown = await send(emulator, "POST", PATH, { ...openAi(), provider: "x" });
  expect(unknown.json.error.message).toBe("provider: must be one of API, Open AI, Azure Open AI, Anthropic");
});

test("no error repeats a key, even if the key is a property name", async () => {
  const emulator = await start();
  await create(emulator);
  for (const body of [
    openAi("other"),
    { ...openAi("x"), model: KEY, provider: KEY },
    { ...openAi("x"), fields: { [KEY]: "x" } },
    { ...openAi("x"), [KEY]: 1 },
    `{"fields":{"API_KEY":"${KEY}"`,
    KEY,
  ]) {
    const { status, text } = await send(emulator, "POST", PATH, body);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(text).not.toContain(KEY);
  }
});

test("POST and PATCH reject a body without a JSON content type", async () => {
  const emulator = await start();
  const id = await create(emulator);
  const plain = { "content-type": "text/plain" };
  expect((await send(emulator, "POST", PATH, anthropic(), plain)).status).toBe(415);
  expect((await send(emulator, "PATCH", `${PATH}/${id}`, { fields: { API_KEY: "n" } }, plain)).status).toBe(
    415,
  );
  const charset = { "content-type": "application/json; charset=utf-8" };
  expect((await send(emulator, "POST", PATH, anthropic(), charset)).status).toBe(200);
});

test.each([
  ["another field", { fields: { API_KEY: "new", deployment_id: "x" } }],
  ["no key", { fields: {} }],
  ["an empty key", { fields: { API_KEY: "" } }],
  ["a name", { connectionName: "new", fields: { API_KEY: "new" } }],
  ["a status", { status: "INACTIVE" }],
  ["broken JSON", "{"],
])("update rejects %s", async (_, body) => {
  const emulator = await start();
  const id = await create(emulator, azure());
  const before = emulator.connections();
  expect((await send(emulator, "PATCH", `${PATH}/${id}`, body)).status).toBe(400);
  expect(emulator.connections()).toEqual(before);
});

test("update rejects provider API and an unknown id", async () => {
  const emulator = await start();
  const id = await create(emulator, customApi());
  const body = { fields: { API_KEY: "new" } };
  const rejected = await send(emulator, "PATCH", `${PATH}/${id}`, body);
  expect([rejected.status, rejected.json.error.code]).toEqual([400, "UPDATE_NOT_SUPPORTED"]);
  expect(emulator.connections()[0]!.fields).toEqual(customApi().fields);
  expect((await send(emulator, "PATCH", `${PATH}/cn-none`, body)).json.error.code).toBe(
    "CONNECTION_NOT_FOUND",
  );
});

test("a name is unique across providers", async () => {
  const emulator = await start();
  await create(emulator, openAi("same"));
  const { status, json } = await send(emulator, "POST", PATH, anthropic("same"));
  expect([status, json.error.code]).toEqual([409, "CONNECTION_NAME_TAKEN"]);
  expect(emulator.connections()).toHaveLength(1);
});

test("a key is unique per provider and model, on create and on update", async () => {
  const emulator = await start();
  await create(emulator, openAi("one"));
  const second = await send(emulator, "POST", PATH, openAi("two"));
  expect([second.status, second.json.error.code]).toEqual([409, "API_KEY_IN_USE"]);
  await create(emulator, openAi("other model", KEY, "gpt-5"));
  const id = await create(emulator, openAi("other key", "sk-other-0123456789"));
  const patch = await send(emulator, "PATCH", `${PATH}/${id}`, { fields: { API_KEY: KEY } });
  expect([patch.status, patch.json.error.code]).toEqual([409, "API_KEY_IN_USE"]);
  expect(emulator.connections()[2]!.fields).toEqual({ API_KEY: "sk-other-0123456789" });
});

test("update accepts the key that the connection already has", async () => {
  const emulator = await start();
  const id = await create(emulator);
  expect((await send(emulator, "PATCH", `${PATH}/${id}`, { fields: { API_KEY: KEY } })).status).toBe(200);
});

test("two providers may share a key for models with the same name", async () => {
  const emulator = await start();
  await create(emulator, openAi("one"));
  await create(emulator, { ...anthropic("two"), model: "gpt-4o", fields: { API_KEY: KEY } });
  expect(emulator.connections()).toHaveLength(2);
});

test("update accepts a duplicate name", async () => {
  const emulator = await start();
  emulator.console.create(openAi("same"));
  const { connectionId } = emulator.console.create(openAi("same", "sk-other-0123456789"));
  const { status } = await send(emulator, "PATCH", `${PATH}/${connectionId}`, {
    fields: { API_KEY: "sk-new" },
  });
  expect(status).toBe(200);
});

test("custom APIs may share a key", async () => {
  const emulator = await start();
  await create(emulator, customApi("one"));
  await create(emulator, customApi("two"));
  expect(emulator.connections()).toHaveLength(2);
});

test("both kinds of uniqueness can be switched off", async () => {
  const emulator = await start({ uniqueNames: false, uniqueKeys: false });
  await create(emulator);
  await create(emulator);
  expect(emulator.connections()).toHaveLength(2);
});
