// Which requests are sent again, after which pause, and which are sent once.
import type { FaultRule } from "../../emulator/index";
import { KEY, create, openAi } from "../emulator/platform";
import { Deadline } from "../../provider/api/deadline";
import { MOST_CONNECTIONS } from "../../provider/api/gate";
import { isTransient } from "../../provider/api/retry";
import { clientOf, counted, failureOf, start } from "./platform";

type Fault = FaultRule["fault"];

beforeEach(() => {
  // The shortest possible pauses.
  jest.spyOn(Math, "random").mockReturnValue(0);
});

/** Milliseconds between the arrivals at the platform. */
const pauses = (journal: { at: string }[]) =>
  journal.slice(1).map(({ at }, i) => Date.parse(at) - Date.parse(journal[i]!.at));

const transient: Fault[] = [
  ...[408, 425, 429, 500, 502, 503, 504, 520, 524].map((status): Fault => ({ kind: "status", status })),
  { kind: "reset" },
  { kind: "lostAnswer" },
  { kind: "hang" },
];

test.each(transient)("GET and PATCH are sent again after %j", async (fault) => {
  const emulator = await start();
  const id = await create(emulator);
  emulator.clearJournal();
  const client = clientOf(emulator, { attemptTimeout: 3_000 });
  emulator.faults.inject({ on: { operation: "get" }, fault });
  emulator.faults.inject({ on: { operation: "update" }, fault });
  const [got, updated] = await Promise.all([client.get(id), client.updateKey(id, "sk-rotated-00001")]);
  expect([got.connectionId, updated.connectionId]).toEqual([id, id]);
  expect(counted(emulator)).toEqual({ get: 2, update: 2 });
  expect(emulator.connections()[0]!.fields["API_KEY"]).toBe("sk-rotated-00001");
});

test.each([400, 401, 403, 404, 409, 501])("GET is not sent again after %d", async (status) => {
  const emulator = await start();
  emulator.faults.inject({ on: {}, times: Infinity, fault: { kind: "status", status } });
  expect(await failureOf(clientOf(emulator).list())).toMatchObject({ status });
  expect(counted(emulator)).toEqual({ list: 1 });
});

test.each([
  ...transient.filter((fault) => !("status" in fault && fault.status === 429)),
  { kind: "html" },
  { kind: "truncated" },
  { kind: "wrongShape" },
] as Fault[])("POST is sent once after %j, and its outcome is unknown", async (fault) => {
  const emulator = await start();
  emulator.faults.inject({ on: {}, times: Infinity, fault });
  const error = await failureOf(
    clientOf(emulator, { attemptTimeout: 3_000, maxRetries: 9 }).create(openAi()),
  );
  expect(error).toMatchObject({ outcomeUnknown: true });
  expect(counted(emulator)).toEqual({ create: 1 });
});

test.each([400, 403, 404, 429])(
  "the outcome of a PATCH is unknown if its first attempt got no usable response and its second a %d",
  async (status) => {
    const emulator = await start();
    const id = await create(emulator);
    for (const first of [502, status])
      emulator.faults.inject({
        on: { operation: "update" },
        fault: { kind: "status", status: first, ...(first === 429 && { retryAfter: 60 }) },
      });
    const error = await failureOf(clientOf(emulator).updateKey(id, "sk-rotated-00001"));
    expect(error).toMatchObject({ status, outcomeUnknown: true });
  },
);

test.each([400, 403, 404])("the outcome of a PATCH that only got a %d is known", async (status) => {
  const emulator = await start();
  const id = await create(emulator);
  emulator.faults.inject({ on: { operation: "update" }, fault: { kind: "status", status } });
  expect(await failureOf(clientOf(emulator).updateKey(id, "sk-rotated-00001"))).toMatchObject({
    status,
    outcomeUnknown: false,
  });
});

test.each([302, 303, 308])("the outcome of a POST or PATCH that got a %d is unknown", async (status) => {
  const emulator = await start();
  const id = await create(emulator);
  const location = "https://platform.example.com";
  emulator.faults.inject({ on: {}, times: 2, fault: { kind: "redirect", location, status } });
  const client = clientOf(emulator);
  for (const write of [client.create(openAi()), client.updateKey(id, "sk-rotated-00001")])
    expect(await failureOf(write)).toMatchObject({ name: "RedirectError", outcomeUnknown: true });
});

test("POST is sent again after 429, which means that it was not carried out", async () => {
  const emulator = await start();
  emulator.faults.inject({ on: {}, times: 2, fault: { kind: "status", status: 429 } });
  await clientOf(emulator, { maxRetries: 0 }).create(openAi());
  expect(counted(emulator)).toEqual({ create: 3 });
  expect(emulator.connections()).toHaveLength(1);
});

test("retries stop at maxRetries, and the pauses grow", async () => {
  const emulator = await start();
  emulator.faults.inject({ on: {}, times: Infinity, fault: { kind: "status", status: 500 } });
  expect(await failureOf(clientOf(emulator, { maxRetries: 2 }).list())).toMatchObject({
    name: "ServerError",
  });
  const [first, second, ...more] = pauses(emulator.journal());
  expect(more).toEqual([]);
  expect(first).toBeGreaterThanOrEqual(240);
  expect(second).toBeGreaterThanOrEqual(490);
});

test.each([
  ["seconds", 1, 990],
  ["a date", { inSeconds: 2 }, 950],
] as const)("Retry-After in %s is respected", async (_, retryAfter, least) => {
  const emulator = await start();
  emulator.faults.inject({ on: {}, fault: { kind: "status", status: 503, retryAfter } });
  await clientOf(emulator).list();
  const [pause] = pauses(emulator.journal());
  expect(pause).toBeGreaterThanOrEqual(least);
  expect(pause).toBeLessThan(3_500);
});

test.each([0, "0", "soon", "-5", { inSeconds: -3_600 }])(
  "a Retry-After of %j still causes a pause",
  async (retryAfter) => {
    const emulator = await start();
    emulator.faults.inject({ on: {}, fault: { kind: "status", status: 429, retryAfter } });
    await clientOf(emulator).list();
    expect(pauses(emulator.journal())[0]).toBeGreaterThanOrEqual(240);
  },
);

test("a Retry-After beyond the deadline fails at once", async () => {
  const emulator = await start();
  emulator.faults.inject({ on: {}, fault: { kind: "status", status: 429, retryAfter: 3_600 } });
  const began = performance.now();
  const error = await failureOf(clientOf(emulator).list());
  expect(error).toMatchObject({ name: "RateLimitedError", status: 429, outcomeUnknown: false });
  expect(performance.now() - began).toBeLessThan(2_000);
  expect(counted(emulator)).toEqual({ list: 1 });
});

test("one 429 pauses every request of the client", async () => {
  const emulator = await start();
  const client = clientOf(emulator);
  emulator.faults.inject({ on: {}, fault: { kind: "status", status: 429, retryAfter: 1 } });
  const limited = client.list({ provider: "API" });
  await until(() => emulator.journal()[0]?.status === 429);
  // The response is still on its way to the client.
  await new Promise((resolve) => setTimeout(resolve, 150));
  await Promise.all([limited, client.list(), client.list({ status: "ACTIVE" })]);
  const [first, ...others] = emulator.journal().map(({ at }) => Date.parse(at));
  expect(others).toHaveLength(3);
  for (const at of others) expect(at - first!).toBeGreaterThanOrEqual(990);
});

test("a POST without enough time for the pause is not sent, and its outcome is known", async () => {
  const emulator = await start();
  const client = clientOf(emulator);
  emulator.faults.inject({ on: {}, fault: { kind: "status", status: 429, retryAfter: 2 } });
  const limited = client.list();
  await until(() => emulator.journal()[0]?.status === 429);
  await new Promise((resolve) => setTimeout(resolve, 150));
  const error = await failureOf(client.create(openAi(), new Deadline(300)));
  expect(error).toMatchObject({ name: "RateLimitedError", outcomeUnknown: false });
  await limited;
  expect(counted(emulator)).toEqual({ list: 2 });
});

test("who waits for a place during a pause that is too long reads about the pause, in the platform's words", async () => {
  const emulator = await start({ uniqueKeys: false });
  const body = { error: { message: "Daily quota exceeded" } };
  emulator.faults.inject({ on: {}, fault: { kind: "status", status: 429, retryAfter: 3, body } });
  const client = clientOf(emulator, { timeout: 30_000 });
  const first = client.list();
  await until(() => emulator.journal()[0]?.status === 429);
  const patient = Array.from({ length: 2 * MOST_CONNECTIONS }, () => client.list());
  const late = await failureOf(client.list({}, new Deadline(300)));
  expect(late).toMatchObject({ name: "RateLimitedError", outcomeUnknown: false });
  expect(late.message).toMatch(
    /^a quota of the platform is used up until \S+Z: "Daily quota exceeded" \(GET \/connections, status 429\)/,
  );
  await Promise.all([first, ...patient]);
});

test("a 429 pauses no requests to another platform", async () => {
  const [slow, other] = [await start(), await start()];
  slow.faults.inject({ on: {}, fault: { kind: "status", status: 429, retryAfter: 1 } });
  const waiting = clientOf(slow).list();
  const began = performance.now();
  await clientOf(other).list();
  expect(performance.now() - began).toBeLessThan(900);
  await waiting;
});

test("a failure that a retry can't fix is not transient", () => {
  const failure = (more: object) => ({ name: "RequestError", code: "ERR_X", ...more }) as never;
  expect(isTransient("GET", failure({ code: "ERR_INVALID_URL" }))).toBe(false);
  expect(isTransient("GET", failure({ code: "ENOTFOUND" }))).toBe(true);
  expect(isTransient("POST", failure({ code: "ECONNREFUSED" }))).toBe(false);
  expect(isTransient("GET", failure({ name: "AbortError", code: "ABORT_ERR" }))).toBe(false);
});

test("a repeated PATCH leaves the key as sent", async () => {
  const emulator = await start();
  const id = await create(emulator, openAi("gpt", "sk-old-000000001"));
  emulator.faults.inject({
    on: { operation: "update" },
    times: 2,
    fault: { kind: "status", status: 502, commit: true },
  });
  await clientOf(emulator).updateKey(id, KEY);
  expect(emulator.connections()).toMatchObject([{ connectionId: id, fields: { API_KEY: KEY } }]);
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}
