// The control API: console, faults and journal for other processes on this machine, and for no other web page.
import { request } from "node:http";
import type { Emulator } from "../../emulator/index";
import {
  create,
  customApi,
  endpoint,
  fromScratch,
  HEADER_KEY,
  KEY,
  openAi,
  PATH,
  send,
  start,
} from "./platform";

test("state shows connections with masked keys, and the active faults", async () => {
  const emulator = await start();
  await create(emulator);
  emulator.faults.inject({ on: { operation: "get" }, times: Infinity, fault: { kind: "reset" } });
  const { json, text } = await send(emulator, "GET", "/emulator/state");
  expect(json).toMatchObject({
    connections: [{ connectionName: "gpt", fields: { API_KEY: "***************" } }],
    faults: [{ on: { operation: "get" }, skip: 0, times: null, fault: { kind: "reset" } }],
  });
  expect(text).not.toContain(KEY);
  expect(text).not.toContain(emulator.apiKey);
});

test("the journal is read and cleared, and contains no control request", async () => {
  const emulator = await start();
  await send(emulator, "GET", PATH);
  expect((await send(emulator, "GET", "/emulator/journal")).json.entries).toEqual(emulator.journal());
  expect(emulator.journal()).toHaveLength(1);
  await send(emulator, "DELETE", "/emulator/journal");
  expect(emulator.journal()).toEqual([]);
});

test("the journal returns only the latest entries when asked, with the total", async () => {
  const emulator = await start();
  for (const limit of [1, 2, 3]) await send(emulator, "GET", `${PATH}?limit=${limit}`);
  const { json } = await send(emulator, "GET", "/emulator/journal?last=2");
  expect(json).toEqual({ entries: emulator.journal().slice(1), total: 3 });
});

test.each([
  ["status", { status: "INACTIVE" }, { status: "INACTIVE" }],
  ["key", { key: "sk-replaced" }, { fields: { API_KEY: "sk-replaced" } }],
  ["name", { name: "new" }, { connectionName: "new" }],
  ["model", { model: "gpt-5" }, { model: "gpt-5" }],
  ["field", { name: "BASE_URL", value: "https://x" }, { fields: { BASE_URL: "https://x" } }],
  ["provider", { provider: "Anthropic" }, { provider: "Anthropic" }],
  ["touch", {}, {}],
])("the edit %s does what the console does", async (edit, body, expected) => {
  const emulator = await start();
  const id = await create(emulator);
  const [before] = emulator.connections();
  const { status, text } = await send(emulator, "POST", `/emulator/connections/${id}/${edit}`, body);
  expect(status).toBe(200);
  expect(text).not.toContain("sk-replaced");
  const [after] = emulator.connections();
  expect(after).toMatchObject(expected);
  expect(after!.modifiedOn > before!.modifiedOn).toBe(true);
});

test("the edit dates sets the dates exactly as given", async () => {
  const emulator = await start();
  const id = await create(emulator);
  const [before] = emulator.connections();
  const dates = { createdOn: "2024-01-15T10:30:00.000Z", modifiedOn: "2024-01-16T14:45:00.000Z" };
  const path = `/emulator/connections/${id}/dates`;
  const { status, json } = await send(emulator, "POST", path, dates);
  expect([status, json]).toEqual([200, expect.objectContaining(dates)]);
  expect(emulator.connections()).toEqual([{ ...before, ...dates }]);
  await send(emulator, "POST", path, { createdOn: "2023-01-15T10:30:00.000Z" });
  expect(emulator.connections()).toEqual([{ ...before, ...dates, createdOn: "2023-01-15T10:30:00.000Z" }]);
});

test("the edit dates names an invalid date, and the edit status rejects an empty one", async () => {
  const emulator = await start();
  const path = `/emulator/connections/${await create(emulator)}`;
  const dates = await send(emulator, "POST", `${path}/dates`, { createdOn: "yesterday" });
  const status = await send(emulator, "POST", `${path}/status`, { status: "" });
  expect([dates.status, dates.json.error.message]).toEqual([
    400,
    "createdOn: must be a date and time like 2024-01-15T10:30:00.000Z",
  ]);
  expect([status.status, status.json.error.message]).toEqual([400, "status: must not be empty"]);
});

test("the edit status and a new connection accept any status", async () => {
  const emulator = await start();
  await send(emulator, "POST", "/emulator/connections", { ...customApi(), status: "DRAFT" });
  const id = await create(emulator);
  await send(emulator, "POST", `/emulator/connections/${id}/status`, { status: "SUSPENDED" });
  expect(emulator.connections().map(({ status }) => status)).toEqual(["DRAFT", "SUSPENDED"]);
});

test.each([
  ["members", { endpointUrl: "https://x" }, { endpointUrl: "https://x" }],
  ["members", { payload: { a: 1 }, outputPath: "b" }, { payload: { a: 1 }, outputPath: "b" }],
  [
    "header",
    { key: "x-team", value: "sk-replaced" },
    { headers: [{}, { key: "x-team", value: "sk-replaced" }] },
  ],
  ["header", { key: "AUTHORIZATION", value: "b" }, { headers: [{ key: "Authorization", value: "b" }] }],
])("the edit %s with %j changes a connection with an endpoint", async (edit, body, expected) => {
  const emulator = await start();
  const created = await send(emulator, "POST", "/emulator/connections", fromScratch());
  const path = `/emulator/connections/${created.json.connectionId}/${edit}`;
  const { status, text } = await send(emulator, "POST", path, body);
  expect(status).toBe(200);
  for (const shown of [created.text, text])
    expect(shown).not.toMatch(new RegExp(`${HEADER_KEY}|sk-replaced`));
  expect(emulator.connections()).toMatchObject([expected]);
});

test.each([
  ["members", { endpointUrl: "x" }],
  ["members", { llmFeatures: { vision: true } }],
  ["members", { fields: {} }],
  ["header", { key: "x-a" }],
  ["header", { key: "x a", value: "b" }],
])("the edit %s rejects %j", async (edit, body) => {
  const emulator = await start();
  const { connectionId } = emulator.console.create(endpoint());
  const before = emulator.connections();
  const { status } = await send(emulator, "POST", `/emulator/connections/${connectionId}/${edit}`, body);
  expect([status, emulator.connections()]).toEqual([400, before]);
});

test("the edit key leaves modifiedOn unchanged with touch false", async () => {
  const emulator = await start();
  const id = await create(emulator);
  const [before] = emulator.connections();
  await send(emulator, "POST", `/emulator/connections/${id}/key`, { key: "other", touch: false });
  expect(emulator.connections()).toEqual([{ ...before, fields: { API_KEY: "other" } }]);
});

test("connections are created without uniqueness checks, and removed", async () => {
  const emulator = await start();
  await send(emulator, "POST", "/emulator/connections", openAi());
  const { json, text } = await send(emulator, "POST", "/emulator/connections", openAi());
  await send(emulator, "POST", "/emulator/connections", customApi());
  expect(text).not.toContain(KEY);
  expect(emulator.connections()).toHaveLength(3);
  await send(emulator, "DELETE", `/emulator/connections/${json.connectionId}`);
  expect(emulator.connections().map((each) => each.connectionName)).toEqual(["gpt", "custom"]);
  await send(emulator, "DELETE", "/emulator/connections");
  expect(emulator.connections()).toEqual([]);
});

test("faults are injected, permanently with times null, and cleared", async () => {
  const emulator = await start();
  const rule = { on: { operation: "list" }, times: null, fault: { kind: "status", status: 503 } };
  expect((await send(emulator, "POST", "/emulator/faults", rule)).status).toBe(200);
  for (let read = 0; read < 3; read++) expect((await send(emulator, "GET", PATH)).status).toBe(503);
  await send(emulator, "DELETE", "/emulator/faults");
  expect((await send(emulator, "GET", PATH)).status).toBe(200);
});

test.each([
  ["POST", "/emulator/faults", { fault: { kind: "earthquake" } }, 400],
  ["POST", "/emulator/connections", { provider: "API" }, 400],
  ["POST", "/emulator/connections/cn-none/status", { status: "ACTIVE" }, 404],
  ["POST", "/emulator/connections/cn-none/colour", {}, 400],
  ["DELETE", "/emulator/connections/cn-none", undefined, 404],
  ["GET", "/emulator/elsewhere", undefined, 404],
  ["GET", "/emulator/journal?last=0", undefined, 400],
  ["GET", "/emulator/page.map", undefined, 404],
])("%s %s with %j gets a %i in JSON", async (method, path, body, expected) => {
  const { status, json } = await send(await start(), method, path, body);
  expect(status).toBe(expected);
  expect(json.error.message).toEqual(expect.any(String));
});

test("a POST without a JSON content type is rejected", async () => {
  const emulator = await start();
  const plain = { "content-type": "text/plain" };
  expect((await send(emulator, "POST", "/emulator/connections", openAi(), plain)).status).toBe(415);
  expect(emulator.connections()).toEqual([]);
});

test("a Host header with another name than localhost is rejected", async () => {
  const emulator = await start();
  const port = new URL(emulator.url).port;
  for (const host of [
    "evil.example",
    `evil.example:${port}`,
    "127.0.0.1.evil.example",
    "localhost.evil.example:1",
  ])
    expect([host, await statusFor(emulator, host)]).toEqual([host, 403]);
  // Behind a proxy on this machine the port is the proxy's.
  for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`, "0.0.0.0", "localhost:1"])
    expect([host, await statusFor(emulator, host)]).toEqual([host, 200]);
});

test.each([
  ["a change", "DELETE", "/emulator/connections"],
  ["a fault", "POST", "/emulator/faults"],
  ["a read", "GET", "/emulator/state"],
])("%s from another web page is rejected", async (_, method, path) => {
  const emulator = await start();
  await create(emulator);
  const port = new URL(emulator.url).port;
  const rule = method === "POST" ? { fault: { kind: "reset" } } : undefined;
  const sent = (origin: string) => send(emulator, method, path, rule, { origin });
  // Another site, another port of this machine, a sandboxed frame, and this emulator under another name.
  for (const origin of ["https://evil.example", "http://127.0.0.1:1", "null", `http://localhost:${port}`])
    expect([origin, (await sent(origin)).status]).toEqual([origin, 403]);
  expect(emulator.connections()).toHaveLength(1);
  expect((await send(emulator, "GET", "/emulator/state")).json.faults).toEqual([]);
  expect((await sent(emulator.url)).status).toBe(200);
});

test("no response allows another page to read it", async () => {
  const emulator = await start();
  const headers = { origin: "https://evil.example", "access-control-request-method": "DELETE" };
  const preflight = await send(emulator, "OPTIONS", "/emulator/connections", undefined, headers);
  expect(preflight.status).toBe(403);
  const { headers: read } = await send(emulator, "GET", "/emulator/state");
  expect(read.get("cross-origin-resource-policy")).toBe("same-origin");
  for (const { headers } of [preflight, { headers: read }])
    expect([...headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
});

// fetch sets the Host header itself.
const statusFor = (emulator: Emulator, host: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const url = `${emulator.url}/emulator/state`;
    const call = request(url, { headers: { host }, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    call.on("error", reject).end();
  });
