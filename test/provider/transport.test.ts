// One request in, JSON or a typed error out: what is sent, and when nothing is sent any more.
import { connect, createServer, type AddressInfo } from "node:net";
import { Deadline } from "../../provider/api/deadline";
import { EngineGoneError } from "../../provider/api/errors";
import { type ApiRequest, Transport, type TransportOptions } from "../../provider/api/transport";
import { type Emulator, counted, failureOf, start } from "./platform";

const transportOf = (emulator: Pick<Emulator, "url" | "apiKey">, options: Partial<TransportOptions> = {}) =>
  new Transport({
    baseUrl: `${emulator.url}/api/public`,
    apiKey: emulator.apiKey,
    attemptTimeout: 5_000,
    maxRetries: 0,
    ...options,
  });
const list = (more: Partial<ApiRequest> = {}): ApiRequest => ({
  method: "GET",
  segments: ["connections"],
  deadline: new Deadline(5_000),
  ...more,
});

test("an answer comes with its status, its JSON and what was asked", async () => {
  const emulator = await start();
  const answer = await transportOf(emulator).send(
    list({ query: { provider: "Open AI", status: undefined } }),
  );
  expect(answer).toEqual({
    attempt: { method: "GET", path: "/connections" },
    status: 200,
    json: { connections: [], total: 0 },
  });
  expect(emulator.journal().map(({ path }) => path)).toEqual(["/api/public/connections?provider=Open%20AI"]);
});

test("segments are encoded, so that none of them makes another path", async () => {
  const emulator = await start();
  const error = await failureOf(transportOf(emulator).send(list({ segments: ["connections", "a/b?c#d%"] })));
  expect(error.name).toBe("NotFoundError");
  expect(error.message).toContain("(GET /connections/a%2Fb%3Fc%23d%25, status 404)");
  expect(emulator.journal()).toMatchObject([{ operation: "get", path: "/api/public/connections/*" }]);
});

test.each([".", "..", "", "half a pair \ud800"])(
  "a segment %j is refused before anything is sent",
  async (segment) => {
    const emulator = await start();
    const error = await failureOf(transportOf(emulator).send(list({ segments: ["connections", segment] })));
    expect(error.name).toBe("InvalidIdError");
    expect(error.message).toMatch(
      /^this is no id of a connection \(GET \/connections\/.*\)\. Correct the id\.$/,
    );
    expect(emulator.journal()).toEqual([]);
  },
);

test("requests share their connections", async () => {
  const emulator = await start();
  const port = Number(emulator.host.split(":")[1]);
  let opened = 0;
  const proxy = createServer((near) => {
    opened++;
    const far = connect(port, "127.0.0.1");
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) socket.on("error", () => socket.destroy());
  });
  await new Promise<void>((done) => proxy.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const transport = transportOf({ url, apiKey: emulator.apiKey });
  for (let i = 0; i < 5; i++) await transport.send(list());
  expect([counted(emulator), opened]).toEqual([{ list: 5 }, 1]);
  proxy.close();
});

test("a redirect is an error that names where to, and the key doesn't go there", async () => {
  const [emulator, elsewhere] = [await start(), await start()];
  const transport = transportOf(emulator, { maxRetries: 3 });
  for (const status of [301, 302, 303, 307, 308]) {
    const location = `${elsewhere.url}/api/public/connections?secret=planted`;
    emulator.faults.inject({ on: {}, fault: { kind: "redirect", location, status } });
    const error = await failureOf(transport.send(list()));
    expect(error).toMatchObject({ name: "RedirectError", status, outcomeUnknown: false });
    expect(error.message).toContain(
      `the platform redirects to ${elsewhere.host} (GET /connections, status ${status})`,
    );
  }
  expect(counted(emulator)).toEqual({ list: 5 });
  expect(elsewhere.journal()).toEqual([]);
});

test("a redirect to nowhere readable is one too", async () => {
  const emulator = await start();
  emulator.faults.inject({ on: {}, fault: { kind: "redirect", location: "http://[" } });
  emulator.faults.inject({ on: {}, fault: { kind: "status", status: 304 } });
  expect((await failureOf(transportOf(emulator).send(list()))).message).toMatch(
    /redirects to an unreadable address/,
  );
  expect((await failureOf(transportOf(emulator).send(list()))).message).toMatch(/redirects to nowhere/);
});

test("one attempt takes no longer than it may", async () => {
  const emulator = await start();
  emulator.faults.inject({ on: {}, fault: { kind: "hang" } });
  const began = performance.now();
  const error = await failureOf(transportOf(emulator, { attemptTimeout: 200 }).send(list()));
  expect(performance.now() - began).toBeLessThan(2_000);
  expect(error).toMatchObject({ name: "TimedOutError", outcomeUnknown: true, stillAtWork: true });
  expect(error.message).toMatch(/^the platform did not answer within 0\.2 s \(GET \/connections\)\./);
});

test("the deadline ends a request, and a wait for the next one", async () => {
  const emulator = await start();
  emulator.faults.inject({ on: {}, fault: { kind: "hang" } });
  const began = performance.now();
  const hung = await failureOf(transportOf(emulator).send(list({ deadline: new Deadline(300) })));
  expect(hung).toMatchObject({ name: "TimedOutError", outcomeUnknown: true });
  expect(hung.message).toMatch(/^the time for this operation ran out/);
  emulator.faults.inject({ on: {}, times: Infinity, fault: { kind: "status", status: 503 } });
  const patient = transportOf(emulator, { maxRetries: 50 });
  // On a busy machine the end may find a retry on its way instead of a pause.
  const ended = await failureOf(patient.send(list({ deadline: new Deadline(900) })));
  expect(["ServerError", "TimedOutError"]).toContain(ended.name);
  expect(performance.now() - began).toBeLessThan(4_000);
  const sent = emulator.journal().length;
  expect(sent).toBeLessThanOrEqual(4);
});

test("after the deadline nothing is sent", async () => {
  const emulator = await start();
  const transport = transportOf(emulator);
  await transport.send(list());
  emulator.clearJournal();
  const post = list({ method: "POST", body: {}, deadline: new Deadline(0) });
  expect(await failureOf(transport.send(post))).toMatchObject({
    name: "NoAnswerError",
    outcomeUnknown: false,
  });
  await transport.send(list());
  expect(counted(emulator)).toEqual({ list: 1 });
});

test("a platform that can't be reached is named by the code, and a POST to it was not made", async () => {
  const emulator = await start();
  await emulator.stop();
  const error = await failureOf(transportOf(emulator).send(list({ method: "POST", body: {} })));
  expect(error).toMatchObject({ name: "NoAnswerError", outcomeUnknown: false, status: undefined });
  expect(error.message).toMatch(/^the platform could not be reached: ECONNREFUSED \(POST \/connections\)/);
});

test("nothing is sent, first or again, once the engine has gone", async () => {
  const emulator = await start();
  let asked = 0;
  const maySend = () => (++asked === 1 ? Promise.resolve() : Promise.reject(new EngineGoneError()));
  const transport = transportOf(emulator, { maxRetries: 5, maySend });
  emulator.faults.inject({ on: {}, fault: { kind: "status", status: 503 } });
  expect((await failureOf(transport.send(list()))).name).toBe("EngineGoneError");
  expect((await failureOf(transport.send(list()))).name).toBe("EngineGoneError");
  expect([counted(emulator), asked]).toEqual([{ list: 1 }, 3]);
});
