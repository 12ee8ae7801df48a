// A request returns JSON or throws a typed error: what is sent, and when nothing more is sent.
import { connect, createServer, type AddressInfo } from "node:net";
import { Deadline } from "../../provider/api/deadline";
import type { ApiRequest } from "../../provider/api/request";
import { Transport, type TransportOptions } from "../../provider/api/transport";
import { PlainError } from "../../provider/plain-error";
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

test("a response contains its status, its JSON and the request's method and path", async () => {
  const emulator = await start();
  const response = await transportOf(emulator).send(
    list({ query: { provider: "Open AI", status: undefined } }),
  );
  expect(response).toEqual({
    request: { method: "GET", path: "/connections" },
    status: 200,
    json: { connections: [], total: 0 },
  });
  expect(emulator.journal().map(({ path }) => path)).toEqual(["/api/public/connections?provider=Open%20AI"]);
});

test.each([".", "..", "", "half a pair \ud800", "a/b?c#d%", "a%2Fb", "a b", "x".repeat(300)])(
  "the path segment %j is refused before anything is sent",
  async (segment) => {
    const emulator = await start();
    const error = await failureOf(transportOf(emulator).send(list({ segments: ["connections", segment] })));
    expect(error.name).toBe("InvalidIdError");
    expect(error.message).toMatch(
      /^this is not the id of a connection \(GET \/connections\/.*\)\. Correct the id\.$/,
    );
    expect(emulator.journal()).toEqual([]);
  },
);

test("requests share TCP connections", async () => {
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

test("a redirect is an error that names the target, and the key is not sent there", async () => {
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

test("a redirect without a readable target is the same error", async () => {
  const emulator = await start();
  emulator.faults.inject({ on: {}, fault: { kind: "redirect", location: "http://[" } });
  emulator.faults.inject({ on: {}, fault: { kind: "status", status: 304 } });
  expect((await failureOf(transportOf(emulator).send(list()))).message).toMatch(
    /redirects to an unreadable address/,
  );
  expect((await failureOf(transportOf(emulator).send(list()))).message).toMatch(/redirects to nowhere/);
});

test("one attempt ends after attemptTimeout", async () => {
  const emulator = await start();
  emulator.faults.inject({ on: {}, fault: { kind: "hang" } });
  const began = performance.now();
  const error = await failureOf(transportOf(emulator, { attemptTimeout: 200 }).send(list()));
  expect(performance.now() - began).toBeLessThan(2_000);
  expect(error).toMatchObject({ name: "TimedOutError", outcomeUnknown: true, stillAtWork: true });
  expect(error.message).toMatch(/^127\.0\.0\.1:\d+ did not respond within 0\.2 s \(GET \/connections\)\./);
});

test("a retry that the deadline ends still shows why the attempt before it was refused", async () => {
  const emulator = await start();
  const body = { message: "Maintenance until noon" };
  emulator.faults.inject({ on: {}, fault: { kind: "status", status: 503, body } });
  emulator.faults.inject({ on: {}, fault: { kind: "hang" } });
  const patient = transportOf(emulator, { maxRetries: 1 });
  const error = await failureOf(patient.send(list({ deadline: new Deadline(1_500) })));
  expect(error.message).toMatch(
    /^the time for this operation ran out; the response to an earlier attempt said "Maintenance until noon" \(GET/,
  );
});

test("the deadline ends a request, and the pause before a retry", async () => {
  const emulator = await start();
  emulator.faults.inject({ on: {}, fault: { kind: "hang" } });
  const began = performance.now();
  const hung = await failureOf(transportOf(emulator).send(list({ deadline: new Deadline(300) })));
  expect(hung).toMatchObject({ name: "TimedOutError", outcomeUnknown: true });
  expect(hung.message).toMatch(/^the time for this operation ran out/);
  emulator.faults.inject({ on: {}, times: Infinity, fault: { kind: "status", status: 503 } });
  const patient = transportOf(emulator, { maxRetries: 50 });
  // On a busy machine the deadline may end a retry instead of a pause.
  const ended = await failureOf(patient.send(list({ deadline: new Deadline(900) })));
  expect(["ServerError", "TimedOutError"]).toContain(ended.name);
  expect(performance.now() - began).toBeLessThan(4_000);
  const sent = emulator.journal().length;
  expect(sent).toBeLessThanOrEqual(4);
});

test("nothing is sent after the deadline", async () => {
  const emulator = await start();
  const transport = transportOf(emulator);
  await transport.send(list());
  emulator.clearJournal();
  const post = list({ method: "POST", body: {}, deadline: new Deadline(0) });
  expect(await failureOf(transport.send(post))).toMatchObject({
    name: "NoResponseError",
    outcomeUnknown: false,
  });
  await transport.send(list());
  expect(counted(emulator)).toEqual({ list: 1 });
});

test("the outcome of a POST is known if the platform can't be reached, and the message shows the code", async () => {
  const emulator = await start();
  await emulator.stop();
  const error = await failureOf(transportOf(emulator).send(list({ method: "POST", body: {} })));
  expect(error).toMatchObject({ name: "NoResponseError", outcomeUnknown: false, status: undefined });
  expect(error.message).toMatch(
    /^127\.0\.0\.1:\d+ could not be reached: ECONNREFUSED \(POST \/connections\)/,
  );
});

test("neither a request nor a retry is sent once maySend rejects", async () => {
  const emulator = await start();
  let asked = 0;
  const maySend = () => (++asked === 1 ? Promise.resolve() : Promise.reject(new PlainError("stop")));
  const transport = transportOf(emulator, { maxRetries: 5, maySend });
  emulator.faults.inject({ on: {}, fault: { kind: "status", status: 503 } });
  expect((await failureOf(transport.send(list()))).message).toBe("stop");
  expect((await failureOf(transport.send(list()))).message).toBe("stop");
  expect([counted(emulator), asked]).toEqual([{ list: 1 }, 3]);
});
