// Error responses in the platform's own style.
import { anthropic, create, customApi, openAi, PATH, send, start, type Received } from "./platform";

/** The status, and what the only error says, after a check of the envelope. */
function errorOf({ status, json, headers }: Received, path: string) {
  expect(json).toEqual({
    errors: [{ msg: expect.any(String), code: expect.any(Number) }],
    timestamp: expect.any(String),
    path,
  });
  expect(new Date(json.timestamp as string).toISOString()).toBe(json.timestamp);
  expect(headers.get("content-type")).toMatch(/^application\/json/);
  return { status, ...(json.errors[0] as { msg: string; code: number }) };
}

test("the platform's style has errors with msg and code, a timestamp and the path", async () => {
  const emulator = await start({ errorStyle: "platform" });
  const id = await create(emulator, customApi());
  await create(emulator);
  const path = `${PATH}/${id}`;
  const cases = [
    [await send(emulator, "GET", `${PATH}?limit=0`), PATH, 400, "limit: must be a whole number from 1"],
    [await send(emulator, "POST", PATH, openAi("")), PATH, 400, "connectionName: must not be empty"],
    [await send(emulator, "POST", PATH, openAi()), PATH, 409, "A connection with this name exists."],
    [await send(emulator, "PATCH", path, {}), path, 400, "Connections of provider API can't be updated."],
    [await send(emulator, "DELETE", path), path, 405, "The API has no such operation."],
    [
      await send(emulator, "GET", `${PATH}/cn-none`),
      `${PATH}/cn-none`,
      404,
      "There is no connection with this id.",
    ],
    [await send(emulator, "GET", "/api/public/agents"), "/api/public/agents", 404, "There is no such route."],
    [
      await send(emulator, "GET", PATH, undefined, { "x-api-key": "guess" }),
      PATH,
      401,
      "The x-api-key header is missing or does not contain a valid key.",
    ],
  ] as const;
  for (const [received, where, status, msg] of cases)
    expect(errorOf(received, where)).toEqual({ status, code: status, msg });
});

test("a missing scope is a 401 with code 4002 in the platform's style", async () => {
  const emulator = await start({ errorStyle: "platform" });
  const id = await create(emulator);
  const viewer = { "x-api-key": emulator.viewOnlyKey };
  const post = await send(emulator, "POST", PATH, anthropic(), viewer);
  const patch = await send(emulator, "PATCH", `${PATH}/${id}`, { fields: { API_KEY: "new" } }, viewer);
  const scope = { status: 401, code: 4002, msg: "Permission denied. Scope is incorrect!" };
  expect(errorOf(post, PATH)).toEqual(scope);
  expect(errorOf(patch, `${PATH}/${id}`)).toEqual(scope);
  expect((await send(emulator, "GET", PATH, undefined, viewer)).status).toBe(200);
});

test("duplicateStatus is also the code in the platform's style", async () => {
  const emulator = await start({ errorStyle: "platform", duplicateStatus: 412 });
  await create(emulator);
  const key = "This API key is used by another connection to the same model.";
  expect(errorOf(await send(emulator, "POST", PATH, openAi("other")), PATH)).toEqual({
    status: 412,
    code: 412,
    msg: key,
  });
});

test("a 429 and a 405 keep their headers in the platform's style", async () => {
  const emulator = await start({ errorStyle: "platform", requestsPerSecond: 0.2 });
  const wrong = await send(emulator, "DELETE", PATH);
  expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "GET, POST"]);
  const limited = await send(emulator, "GET", PATH);
  expect(errorOf(limited, PATH)).toEqual({ status: 429, code: 429, msg: "Too many requests." });
  expect(limited.headers.get("retry-after")).toBe("5");
});

test("injected faults that imitate the API's errors have the platform's style", async () => {
  const emulator = await start({ errorStyle: "platform" });
  const inject = (fault: Parameters<typeof emulator.faults.inject>[0]["fault"]) =>
    emulator.faults.inject({ fault });
  inject({ kind: "notFound" });
  inject({ kind: "status", status: 503, retryAfter: 7 });
  inject({ kind: "echo" });
  inject({ kind: "status", status: 502, body: { own: "body" } });
  expect(errorOf(await send(emulator, "GET", PATH), PATH)).toMatchObject({ status: 404, code: 404 });
  const unavailable = await send(emulator, "GET", PATH);
  expect(errorOf(unavailable, PATH)).toMatchObject({ status: 503, code: 503 });
  expect(unavailable.headers.get("retry-after")).toBe("7");
  const echo = await send(emulator, "GET", PATH);
  expect(errorOf(echo, PATH).msg).toContain(emulator.apiKey);
  expect(echo.headers.get("x-echo")).toContain(emulator.apiKey);
  expect((await send(emulator, "GET", PATH)).json).toEqual({ own: "body" });
});

test("the control API keeps its own style", async () => {
  const emulator = await start({ errorStyle: "platform" });
  const { status, json } = await send(emulator, "GET", "/emulator/elsewhere");
  expect([status, json]).toEqual([404, { error: { code: "NOT_FOUND", message: expect.any(String) } }]);
});
