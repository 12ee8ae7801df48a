// List and get: shapes, filters, limits, and who may call them.
import { anthropic, azure, create, customApi, KEY, openAi, PATH, send, start } from "./platform";

test("a list item has no fields and the properties of the reference", async () => {
  const emulator = await start();
  const connectionId = await create(emulator);
  const { status, json } = await send(emulator, "GET", PATH);
  expect(status).toBe(200);
  expect(json).toEqual({
    connections: [
      {
        connectionId,
        connectionName: "gpt",
        provider: "Open AI",
        model: "gpt-4o",
        status: "ACTIVE",
        createdOn: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        modifiedOn: expect.any(String),
      },
    ],
    total: 1,
  });
});

test("every response has a Date header with the current time, errors too", async () => {
  const emulator = await start();
  for (const path of [PATH, `${PATH}/cn-none`]) {
    const date = Date.parse((await send(emulator, "GET", path)).headers.get("date") ?? "");
    expect(Math.abs(Date.now() - date)).toBeLessThan(60_000);
  }
});

test("get returns the fields, with only the key masked", async () => {
  const emulator = await start();
  const connectionId = await create(emulator, azure());
  const { json } = await send(emulator, "GET", `${PATH}/${connectionId}`);
  expect(json).toEqual({
    connectionId,
    connectionName: "azure",
    provider: "Azure Open AI",
    model: "GPT-4",
    status: "ACTIVE",
    fields: { ...azure().fields, API_KEY: "***************" },
    createdOn: expect.any(String),
    modifiedOn: json.createdOn,
  });
});

test("a custom API connection has no model in any response", async () => {
  const emulator = await start();
  const id = await create(emulator, customApi());
  expect((await send(emulator, "GET", `${PATH}/${id}`)).json).not.toHaveProperty("model");
  expect((await send(emulator, "GET", PATH)).json.connections[0]).not.toHaveProperty("model");
});

test("list filters by provider and status together, and total counts all that match", async () => {
  const emulator = await start();
  await create(emulator, anthropic("a"));
  await create(emulator, openAi("b", "sk-one-0123456789"));
  const id = await create(emulator, openAi("c", "sk-two-0123456789"));
  await create(emulator, openAi("d", "sk-three-0123456789"));
  emulator.console.setStatus(id, "INACTIVE");
  const names = async (query: string) => {
    const { json } = await send(emulator, "GET", `${PATH}?${query}`);
    const page = json.connections as { connectionName: string }[];
    return [page.map((each) => each.connectionName).join(""), json.total as number];
  };
  expect(await names("provider=Open%20AI")).toEqual(["bcd", 3]);
  expect(await names("provider=Open+AI&status=ACTIVE")).toEqual(["bd", 2]);
  expect(await names("status=INACTIVE")).toEqual(["c", 1]);
  expect(await names("provider=Open+AI&limit=2")).toEqual(["bc", 3]);
  expect(await names("provider=API")).toEqual(["", 0]);
});

test("defaultLimit applies only to a list request without limit", async () => {
  const emulator = await start({ defaultLimit: 1 });
  await create(emulator, anthropic());
  await create(emulator, customApi());
  expect((await send(emulator, "GET", PATH)).json).toMatchObject({ connections: { length: 1 }, total: 2 });
  expect((await send(emulator, "GET", `${PATH}?limit=10`)).json).toMatchObject({
    connections: { length: 2 },
  });
});

test.each([
  "provider=OpenAI",
  "status=active",
  "limit=0",
  "limit=-1",
  "limit=x",
  "limit=1.5",
  "limit=",
  "page=2",
])("list rejects the query %s", async (query) => {
  const { status, json } = await send(await start(), "GET", `${PATH}?${query}`);
  expect(status).toBe(400);
  expect(json.error).toEqual({ code: "INVALID_REQUEST", message: expect.any(String) });
});

test("an unknown id gets a 404 in JSON with its own code", async () => {
  const { status, json, headers } = await send(await start(), "GET", `${PATH}/cn-none`);
  expect(status).toBe(404);
  expect(json.error.code).toBe("CONNECTION_NOT_FOUND");
  expect(headers.get("content-type")).toMatch(/^application\/json/);
});

test("an unknown route gets a 404 in JSON, and an unknown method a 405", async () => {
  const emulator = await start();
  const id = await create(emulator);
  expect((await send(emulator, "GET", "/")).json.error.code).toBe("NOT_FOUND");
  expect((await send(emulator, "GET", "/api/public/agents")).json.error.code).toBe("NOT_FOUND");
  for (const [method, path] of [
    ["DELETE", `${PATH}/${id}`],
    ["PUT", `${PATH}/${id}`],
    ["DELETE", PATH],
  ] as const) {
    const { status, json } = await send(emulator, method, path);
    expect([status, json.error.code]).toEqual([405, "METHOD_NOT_ALLOWED"]);
  }
  expect(emulator.connections()).toHaveLength(1);
});

test("a missing or unknown key gets a 401 that does not contain the key", async () => {
  const emulator = await start();
  const { status, text, json } = await send(emulator, "GET", PATH, undefined, {
    "x-api-key": "emu-full-guess",
  });
  expect([status, json.error.code]).toEqual([401, "UNAUTHORIZED"]);
  expect(text).not.toContain("guess");
  const response = await fetch(emulator.url + PATH);
  expect(response.status).toBe(401);
});

test("the view-only key reads and gets 403 on POST and PATCH", async () => {
  const emulator = await start();
  const id = await create(emulator);
  const viewer = { "x-api-key": emulator.viewOnlyKey };
  expect((await send(emulator, "GET", PATH, undefined, viewer)).status).toBe(200);
  expect((await send(emulator, "GET", `${PATH}/${id}`, undefined, viewer)).status).toBe(200);
  const post = await send(emulator, "POST", PATH, anthropic(), viewer);
  const patch = await send(emulator, "PATCH", `${PATH}/${id}`, { fields: { API_KEY: "new" } }, viewer);
  expect([post.status, patch.status, post.json.error.code]).toEqual([403, 403, "FORBIDDEN"]);
  expect(emulator.connections()).toMatchObject([{ fields: { API_KEY: KEY } }]);
});

test("readLag hides a new connection from that many reads by id, and from lists", async () => {
  const emulator = await start({ readLag: 2 });
  const id = await create(emulator);
  const statuses = [];
  for (let read = 0; read < 3; read++) statuses.push((await send(emulator, "GET", `${PATH}/${id}`)).status);
  expect(statuses).toEqual([404, 404, 200]);
  await create(emulator, anthropic());
  const totals = [];
  for (let read = 0; read < 3; read++) totals.push((await send(emulator, "GET", PATH)).json.total);
  expect(totals).toEqual([1, 1, 2]);
});

test("a request above requestsPerSecond gets a 429 with Retry-After in whole seconds", async () => {
  const emulator = await start({ requestsPerSecond: 0.2 });
  expect((await send(emulator, "GET", PATH)).status).toBe(200);
  const { status, headers, json } = await send(emulator, "GET", PATH);
  expect([status, headers.get("retry-after"), json.error.code]).toEqual([429, "5", "TOO_MANY_REQUESTS"]);
});
