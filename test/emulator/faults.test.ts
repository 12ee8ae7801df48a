// Each fault as a client sees it, what it commits, and which requests a rule matches.
import { connect } from "node:net";
import type { Emulator, FaultRule } from "../../emulator/index";
import { anthropic, create, customApi, KEY, openAi, PATH, send, start } from "./platform";

const post = (emulator: Emulator) => send(emulator, "POST", PATH, openAi());
const names = (emulator: Emulator) => emulator.connections().map((each) => each.connectionName);

async function withFault(fault: FaultRule["fault"]): Promise<Emulator> {
  const emulator = await start();
  emulator.faults.inject({ on: {}, fault });
  return emulator;
}

const expectJournal = (emulator: Emulator, kind: string, status: number, committed: boolean) =>
  expect(emulator.journal()[0]).toMatchObject({ operation: "create", fault: kind, status, committed });

test("reset breaks the connection and commits nothing", async () => {
  const emulator = await withFault({ kind: "reset" });
  await expect(post(emulator)).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
  expect(names(emulator)).toEqual([]);
  expectJournal(emulator, "reset", 0, false);
});

test("lostAnswer commits and then hangs up", async () => {
  const emulator = await withFault({ kind: "lostAnswer" });
  await expect(post(emulator)).rejects.toMatchObject({ cause: { message: "other side closed" } });
  expect(names(emulator)).toEqual(["gpt"]);
  expectJournal(emulator, "lostAnswer", 0, true);
  expect(emulator.journal()[0]!.connectionId).toBe(emulator.connections()[0]!.connectionId);
});

test("status responds with Retry-After in seconds, verbatim, or as a date from now", async () => {
  const emulator = await start();
  const retryAfterOf = async (retryAfter: number | string | { inSeconds: number }) => {
    emulator.faults.inject({ on: {}, fault: { kind: "status", status: 429, retryAfter } });
    const { status, headers } = await post(emulator);
    expect(status).toBe(429);
    return headers.get("retry-after");
  };
  expect(await retryAfterOf(3)).toBe("3");
  expect(await retryAfterOf("soon")).toBe("soon");
  const date = await retryAfterOf({ inSeconds: 60 });
  expect(date).toMatch(/GMT$/);
  expect(Math.abs(Date.parse(date!) - Date.now() - 60_000)).toBeLessThan(5_000);
  expect(names(emulator)).toEqual([]);
  expectJournal(emulator, "status", 429, false);
});

test("status commits on request, and sends the given body", async () => {
  const emulator = await withFault({ kind: "status", status: 502, commit: true, body: "upstream went away" });
  const response = await post(emulator);
  expect([response.status, response.text, response.headers.get("retry-after")]).toEqual([
    502,
    "upstream went away",
    null,
  ]);
  expectJournal(emulator, "status", 502, true);
  emulator.faults.inject({ on: {}, fault: { kind: "status", status: 503, body: { busy: true } } });
  expect((await post(emulator)).json).toEqual({ busy: true });
});

test("slow commits at once and responds late", async () => {
  const emulator = await withFault({ kind: "slow", milliseconds: 150 });
  const started = performance.now();
  const response = post(emulator);
  await until(() => names(emulator).length === 1);
  expect(emulator.journal()[0]).toMatchObject({ status: 0, committed: true });
  expect((await response).status).toBe(200);
  expect(performance.now() - started).toBeGreaterThanOrEqual(145);
  expectJournal(emulator, "slow", 200, true);
});

test("slow without commitFirst commits late, even after the client has disconnected", async () => {
  const emulator = await withFault({ kind: "slow", milliseconds: 500, commitFirst: false });
  await abandon(emulator, () => emulator.journal().length === 1);
  expect(names(emulator)).toEqual([]);
  await until(() => names(emulator).length === 1);
  await until(() => emulator.journal()[0]?.committed === true);
  expect(emulator.journal()[0]!.status).toBe(0);
});

test("nothing is committed after stop", async () => {
  const emulator = await withFault({ kind: "slow", milliseconds: 1_000, commitFirst: false });
  const response = post(emulator);
  await until(() => emulator.journal().length === 1);
  await emulator.stop();
  await expect(response).rejects.toThrow();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(names(emulator)).toEqual([]);
});

test("stop leaves no timers of slow responses behind", async () => {
  const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === "Timeout").length;
  const emulator = await start();
  emulator.faults.inject({ on: {}, times: Infinity, fault: { kind: "slow", milliseconds: 60_000 } });
  const before = timers();
  const responses = Array.from({ length: 20 }, () => expect(send(emulator, "GET", PATH)).rejects.toThrow());
  await until(() => emulator.journal().length === 20 && timers() >= before + 20);
  await emulator.stop();
  await Promise.all(responses);
  // fetch and jest have a timer or two of their own.
  expect(timers()).toBeLessThan(before + 10);
});

test.each([true, false])("hang never responds; with commit %s", async (commit) => {
  const emulator = await withFault({ kind: "hang", commit });
  await abandon(emulator, () => emulator.journal()[0]?.committed === commit);
  expect(names(emulator)).toEqual(commit ? ["gpt"] : []);
  expectJournal(emulator, "hang", 0, commit);
});

test("stop closes hanging requests at once", async () => {
  const emulator = await withFault({ kind: "hang" });
  const response = expect(post(emulator)).rejects.toThrow("fetch failed");
  await until(() => emulator.journal().length === 1);
  const started = performance.now();
  await emulator.stop();
  expect(performance.now() - started).toBeLessThan(1_000);
  await response;
});

test("html responds with a page and the given status", async () => {
  const emulator = await withFault({ kind: "html" });
  const { status, headers, text } = await post(emulator);
  expect([status, headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
  expect(text).toMatch(/^<!doctype html>/);
  expectJournal(emulator, "html", 200, false);
  emulator.faults.inject({ on: {}, fault: { kind: "html", status: 503, commit: true } });
  expect((await post(emulator)).status).toBe(503);
  expect(names(emulator)).toEqual(["gpt"]);
});

test("proxy404 is HTML, notFound is the API's own response", async () => {
  const emulator = await start();
  const id = await create(emulator);
  emulator.faults.inject({ on: {}, fault: { kind: "proxy404" } });
  emulator.faults.inject({ on: {}, fault: { kind: "notFound" } });
  const proxy = await send(emulator, "GET", `${PATH}/${id}`);
  expect([proxy.status, proxy.headers.get("content-type")]).toEqual([404, "text/html; charset=utf-8"]);
  const injected = await send(emulator, "GET", `${PATH}/${id}`);
  const real = await send(emulator, "GET", `${PATH}/cn-none`);
  expect([injected.status, injected.text]).toEqual([real.status, real.text]);
});

test("truncated commits and cuts the JSON in the middle", async () => {
  const emulator = await withFault({ kind: "truncated" });
  const { status, text, json } = await post(emulator);
  expect([status, json]).toEqual([200, undefined]);
  expect(text).toMatch(/^\{"connectionId":"cn-/);
  expectJournal(emulator, "truncated", 200, true);
  emulator.faults.inject({ on: {}, fault: { kind: "truncated", commit: false } });
  expect((await post(emulator)).json).toBeUndefined();
  expect(names(emulator)).toEqual(["gpt"]);
});

test("wrongShape commits and responds with other JSON", async () => {
  const emulator = await withFault({ kind: "wrongShape" });
  expect((await post(emulator)).json).toEqual({ unexpected: true });
  expectJournal(emulator, "wrongShape", 200, true);
  emulator.faults.inject({ on: {}, fault: { kind: "wrongShape", body: [1] } });
  expect((await send(emulator, "GET", PATH)).json).toEqual([1]);
});

test("echo repeats headers and body in the message and in a header", async () => {
  const emulator = await withFault({ kind: "echo" });
  const { status, json, headers } = await post(emulator);
  expect(status).toBe(500);
  for (const echo of [json.error.message, headers.get("x-echo")]) {
    expect(echo).toContain(emulator.apiKey);
    expect(echo).toContain(KEY);
  }
  expectJournal(emulator, "echo", 500, false);
});

test("redirect points elsewhere and commits nothing", async () => {
  const emulator = await withFault({ kind: "redirect", location: "https://elsewhere.example/login" });
  const { status, headers } = await post(emulator);
  expect([status, headers.get("location")]).toEqual([302, "https://elsewhere.example/login"]);
  expect(names(emulator)).toEqual([]);
});

test("huge responds with valid JSON of more than 10 MiB", async () => {
  const emulator = await withFault({ kind: "huge" });
  const { status, text, json } = await post(emulator);
  expect([status, json.connectionName]).toEqual([200, "gpt"]);
  expect(text.length).toBeGreaterThan(10 * 1024 * 1024);
  expectJournal(emulator, "huge", 200, true);
});

test("a fault comes before authentication, like a proxy's", async () => {
  const emulator = await withFault({ kind: "status", status: 503 });
  expect((await send(emulator, "GET", PATH, undefined, { "x-api-key": "unknown" })).status).toBe(503);
});

test("a rule lets `skip` requests through, applies to `times` requests, and is removed", async () => {
  const emulator = await start();
  emulator.faults.inject({
    on: { operation: "list" },
    skip: 1,
    times: 2,
    fault: { kind: "status", status: 503 },
  });
  const statuses = [];
  for (let request = 0; request < 5; request++) statuses.push((await send(emulator, "GET", PATH)).status);
  expect(statuses).toEqual([200, 503, 503, 200, 200]);
});

test.each([Infinity, null])("times %s lasts until clear", async (times) => {
  const emulator = await start();
  emulator.faults.inject({ on: {}, times, fault: { kind: "status", status: 503 } });
  for (let request = 0; request < 3; request++) expect((await send(emulator, "GET", PATH)).status).toBe(503);
  emulator.faults.clear();
  expect((await send(emulator, "GET", PATH)).status).toBe(200);
});

test("rules match by operation, name and id, and the first that matches applies", async () => {
  const emulator = await start();
  const gpt = await create(emulator);
  const custom = await create(emulator, customApi());
  const rule = (on: FaultRule["on"], status: number) =>
    emulator.faults.inject({ on, times: Infinity, fault: { kind: "status", status } });
  rule({ operation: ["get", "update"], connectionName: "gpt" }, 501);
  rule({ connectionId: custom }, 502);
  rule({ operation: "create", connectionName: "claude" }, 503);
  rule({ operation: "get" }, 504);
  const status = async (...request: [string, string, unknown?]) => (await send(emulator, ...request)).status;
  expect(await status("GET", `${PATH}/${gpt}`)).toBe(501);
  expect(await status("PATCH", `${PATH}/${gpt}`, { fields: { API_KEY: "n" } })).toBe(501);
  expect(await status("GET", `${PATH}/${custom}`)).toBe(502);
  expect(await status("POST", PATH, anthropic())).toBe(503);
  expect(await status("POST", PATH, anthropic("other"))).toBe(200);
  expect(await status("GET", `${PATH}/cn-none`)).toBe(504);
  expect(await status("GET", PATH)).toBe(200);
});

test("an invalid rule is rejected with the path of the problem", async () => {
  const emulator = await start();
  const wrong = { on: {}, times: 0, fault: { kind: "reset" } } as const;
  expect(() => emulator.faults.inject(wrong)).toThrow(/^Could not inject the fault: times: /);
});

test("a client that disconnects in the middle of its body does no harm", async () => {
  const emulator = await start();
  const socket = connect(Number(new URL(emulator.url).port), "127.0.0.1");
  socket.on("error", () => undefined);
  socket.write(`POST ${PATH} HTTP/1.1\r\nHost: ${emulator.host}\r\nContent-Length: 1000\r\n\r\n{`);
  await new Promise((resolve) => setTimeout(resolve, 50));
  socket.destroy();
  expect((await send(emulator, "GET", PATH)).json.total).toBe(0);
});

// Aborts a create only once `arrived` is true: a busy machine can take long to get there.
async function abandon(emulator: Emulator, arrived: () => boolean): Promise<void> {
  const patience = new AbortController();
  const response = fetch(emulator.url + PATH, {
    method: "POST",
    headers: { "x-api-key": emulator.apiKey, "content-type": "application/json" },
    body: JSON.stringify(openAi()),
    signal: patience.signal,
  });
  const aborted = expect(response).rejects.toThrow(/abort/);
  await until(arrived);
  await new Promise((resolve) => setTimeout(resolve, 50));
  patience.abort();
  await aborted;
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error("the awaited condition did not become true");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
