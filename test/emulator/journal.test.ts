// What the journal records about each request, and what it never contains.
import { create, KEY, openAi, PATH, send, start } from "./platform";

test("the journal names operation, path, connection, status and commit of each request", async () => {
  const emulator = await start();
  const id = await create(emulator);
  await send(emulator, "GET", `${PATH}?provider=Open+AI&limit=10`);
  await send(emulator, "GET", `${PATH}/${id}`);
  await send(emulator, "PATCH", `${PATH}/${id}`, { fields: { API_KEY: "sk-new" } });
  await send(emulator, "GET", "/elsewhere");
  const known = { at: expect.stringMatching(/Z$/), connectionId: id, connectionName: "gpt" };
  expect(emulator.journal()).toEqual([
    {
      ...known,
      method: "POST",
      path: PATH,
      operation: "create",
      status: 200,
      committed: true,
      bodyKeys: ["provider", "connectionName", "model", "fields", "fields.API_KEY"],
    },
    {
      at: known.at,
      method: "GET",
      path: `${PATH}?provider=Open%20AI&limit=10`,
      operation: "list",
      status: 200,
      committed: false,
      bodyKeys: [],
    },
    {
      ...known,
      method: "GET",
      path: `${PATH}/${id}`,
      operation: "get",
      status: 200,
      committed: false,
      bodyKeys: [],
    },
    {
      ...known,
      method: "PATCH",
      path: `${PATH}/${id}`,
      operation: "update",
      status: 200,
      committed: true,
      bodyKeys: ["fields", "fields.API_KEY"],
    },
    {
      at: known.at,
      method: "GET",
      path: "/*",
      operation: "other",
      status: 404,
      committed: false,
      bodyKeys: [],
    },
  ]);
});

test("a rejected write is not committed", async () => {
  const emulator = await start();
  await send(emulator, "POST", PATH, openAi(""));
  expect(emulator.journal()).toMatchObject([{ status: 400, committed: false }]);
});

test("no key gets into the journal, wherever a client puts it", async () => {
  const emulator = await start();
  const id = await create(emulator);
  await send(emulator, "GET", `${PATH}?provider=${KEY}&key=${KEY}&${KEY}&toString=${KEY}`);
  await send(emulator, "GET", `${PATH}/${KEY}`);
  await send(emulator, "GET", `/${KEY}/${encodeURIComponent(KEY)}`);
  await send(emulator, "PATCH", `${PATH}/${id}?${KEY}`, { [KEY]: 1, fields: { [KEY]: 1, API_KEY: KEY } });
  await send(emulator, "POST", PATH, openAi(`named ${KEY}`));
  const text = JSON.stringify(emulator.journal());
  expect(emulator.journal()).toHaveLength(6);
  expect(text).not.toContain(KEY);
  expect(text).not.toContain(emulator.apiKey);
  expect(emulator.journal()[1]!.path).toBe(`${PATH}?provider=*&*&*&*`);
});

test("a fault matches a connection whose name contains a key, and the journal doesn't show the name", async () => {
  const emulator = await start();
  const connectionName = `named ${KEY}`;
  emulator.faults.inject({ on: { connectionName }, fault: { kind: "status", status: 418 } });
  expect((await send(emulator, "POST", PATH, openAi(connectionName))).status).toBe(418);
  await send(emulator, "POST", PATH, { ...openAi("test-bot"), fields: { API_KEY: "test" } });
  expect(emulator.journal().map((entry) => entry.connectionName)).toEqual(["*", "test-bot"]);
});

test("an entry shows no name of more than 4,096 characters, and 50 properties", async () => {
  const emulator = await start();
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`p${i}`, i]));
  await send(emulator, "POST", PATH, { connectionName: "x".repeat(5_000), ...many });
  const [entry] = emulator.journal();
  expect([entry!.connectionName, entry!.bodyKeys.length]).toEqual(["*", 50]);
});

test("clearJournal removes all entries", async () => {
  const emulator = await start();
  await send(emulator, "GET", PATH);
  emulator.clearJournal();
  expect(emulator.journal()).toEqual([]);
  await send(emulator, "GET", PATH);
  expect(emulator.journal()).toHaveLength(1);
});

test("journal returns copies", async () => {
  const emulator = await start();
  await send(emulator, "GET", PATH);
  Object.assign(emulator.journal()[0]!, { status: 1 });
  expect(emulator.journal()[0]!.status).toBe(200);
});
