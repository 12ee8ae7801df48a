// What the platform makes of a new connection before it stores it.
import { anthropic, azure, create, customApi, KEY, openAi, PATH, send, start } from "./platform";

const shouting = openAi("gpt", KEY, "GPT-4o");

test("without canonical forms, the platform stores what it was sent", async () => {
  const emulator = await start();
  await create(emulator, shouting);
  await create(emulator, customApi());
  expect(emulator.connections()).toMatchObject([
    { model: "GPT-4o" },
    { fields: { BASE_URL: "https://api.example.com" } },
  ]);
});

test("slash ends a BASE_URL with one slash, and every response shows it", async () => {
  const emulator = await start({ canonicalForms: ["slash"] });
  const { json } = await send(emulator, "POST", PATH, customApi());
  expect(json.fields.BASE_URL).toBe("https://api.example.com/");
  const get = await send(emulator, "GET", `${PATH}/${json.connectionId}`);
  expect(get.json.fields.BASE_URL).toBe("https://api.example.com/");
  const ended = { ...customApi("ended"), fields: { ...customApi().fields, BASE_URL: "https://x/v1/" } };
  await create(emulator, ended);
  expect(emulator.connections()[1]!.fields["BASE_URL"]).toBe("https://x/v1/");
});

test("slash changes no other field, and adds no BASE_URL", async () => {
  const emulator = await start({ canonicalForms: ["slash"] });
  await create(emulator, azure());
  expect(emulator.connections()).toMatchObject([{ model: "GPT-4" }]);
  expect(emulator.connections()[0]!.fields).toEqual(azure().fields);
});

test("lowerCase stores the model in lower case, and nothing else", async () => {
  const emulator = await start({ canonicalForms: ["lowerCase"] });
  await create(emulator, { ...shouting, connectionName: "GPT" });
  await create(emulator, azure());
  expect(emulator.connections()).toMatchObject([
    { connectionName: "GPT", model: "gpt-4o", fields: { API_KEY: KEY } },
    { model: "gpt-4", fields: azure().fields },
  ]);
});

test("prefix stores the model as models/<model>, once", async () => {
  const emulator = await start({ canonicalForms: ["prefix"] });
  await create(emulator, anthropic());
  await create(emulator, openAi("prefixed", KEY, "models/gpt-4o"));
  await create(emulator, customApi());
  expect(emulator.connections().map(({ model }) => model)).toEqual([
    "models/claude-3-5-haiku-20241022",
    "models/gpt-4o",
    undefined,
  ]);
});

test("canonical forms combine, whatever their order", async () => {
  for (const canonicalForms of [
    ["slash", "lowerCase", "prefix"],
    ["prefix", "lowerCase", "slash"],
  ] as const) {
    const emulator = await start({ canonicalForms });
    await create(emulator, openAi("gpt", KEY, "MODELS/GPT-4o"));
    await create(emulator, customApi());
    expect(emulator.connections()).toMatchObject([
      { model: "models/gpt-4o" },
      { fields: { BASE_URL: "https://api.example.com/" } },
    ]);
  }
});

test("two spellings of a model with one canonical form may not share a key", async () => {
  const emulator = await start({ canonicalForms: ["lowerCase", "prefix"] });
  await create(emulator, openAi("one", KEY, "gpt-4o"));
  const { status, json } = await send(emulator, "POST", PATH, openAi("two", KEY, "models/GPT-4o"));
  expect([status, json.error.code]).toEqual([409, "API_KEY_IN_USE"]);
});

test("the console stores what it is given, and PATCH changes only the key", async () => {
  const emulator = await start({ canonicalForms: ["slash", "lowerCase", "prefix"] });
  const { connectionId } = emulator.console.create(shouting);
  emulator.console.changeField(connectionId, "BASE_URL", "https://x");
  await send(emulator, "PATCH", `${PATH}/${connectionId}`, { fields: { API_KEY: "SK-New" } });
  expect(emulator.connections()).toMatchObject([
    { model: "GPT-4o", fields: { API_KEY: "SK-New", BASE_URL: "https://x" } },
  ]);
});

test("with customApiModel, a created custom API has a model and is FINALIZED in every response", async () => {
  const emulator = await start({ customApiModel: true });
  const post = await send(emulator, "POST", PATH, customApi());
  const get = await send(emulator, "GET", `${PATH}/${post.json.connectionId}`);
  const list = await send(emulator, "GET", PATH);
  for (const shown of [post.json, get.json, list.json.connections[0]])
    expect(shown).toMatchObject({ model: "custom", status: "FINALIZED" });
});

test("customApiModel leaves other providers and the console's connections unchanged", async () => {
  const emulator = await start({ customApiModel: true, canonicalForms: ["prefix"] });
  await create(emulator);
  await create(emulator, customApi());
  emulator.console.create(customApi("from console"));
  expect(emulator.connections().map(({ model, status }) => [model, status])).toEqual([
    ["models/gpt-4o", "ACTIVE"],
    ["custom", "FINALIZED"],
    [undefined, "ACTIVE"],
  ]);
});

test("custom APIs may share a key with customApiModel too", async () => {
  const emulator = await start({ customApiModel: true });
  await create(emulator, customApi("one"));
  await create(emulator, customApi("two"));
  expect(emulator.connections()).toHaveLength(2);
});

test("the status filter ACTIVE also selects FINALIZED, and no filter selects DRAFT", async () => {
  const emulator = await start({ customApiModel: true });
  await create(emulator, customApi("finalized"));
  emulator.console.setStatus(await create(emulator, customApi("draft")), "DRAFT");
  emulator.console.setStatus(await create(emulator, customApi("off")), "INACTIVE");
  const names = async (status: string) => {
    const { json } = await send(emulator, "GET", `${PATH}?status=${status}`);
    return (json.connections as { connectionName: string }[]).map((each) => each.connectionName);
  };
  expect([await names("ACTIVE"), await names("INACTIVE")]).toEqual([["finalized"], ["off"]]);
  expect((await send(emulator, "GET", `${PATH}?status=FINALIZED`)).status).toBe(400);
});

test.each([400, 412] as const)(
  "duplicateStatus %i refuses a name and a key in use",
  async (duplicateStatus) => {
    const emulator = await start({ duplicateStatus });
    await create(emulator);
    const name = await send(emulator, "POST", PATH, openAi("gpt", "sk-other-0123456789"));
    const key = await send(emulator, "POST", PATH, openAi("other"));
    const id = await create(emulator, openAi("third", "sk-third-0123456789"));
    const patch = await send(emulator, "PATCH", `${PATH}/${id}`, { fields: { API_KEY: KEY } });
    expect([name, key, patch]).toMatchObject([
      { status: duplicateStatus, json: { error: { code: "CONNECTION_NAME_TAKEN" } } },
      { status: duplicateStatus, json: { error: { code: "API_KEY_IN_USE" } } },
      { status: duplicateStatus, json: { error: { code: "API_KEY_IN_USE" } } },
    ]);
  },
);
