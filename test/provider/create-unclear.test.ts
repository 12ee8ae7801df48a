// Exactly one connection for one create, also when the answer to its POST is lost, cut, late or a lie.
import type { FaultRule } from "../../emulator/index";
import { Deadline } from "../../provider/api/deadline";
import { makeOrTake } from "../../provider/model-connection/create";
import type { Session } from "../../provider/model-connection/session";
import { openAi as draft } from "../emulator/platform";
import { type Bag, declared, openAi } from "./arguments";
import { type Emulator, counted, failureOf, listen, sessionOf, start } from "./platform";

type Fault = FaultRule["fault"];

const impatient = { timeoutSeconds: "3", maxRetries: "0" };
const make = (now: Session, more: Bag = {}) => makeOrTake(declared(openAi, more), now, now.deadline());
const onPost = (emulator: Emulator, fault: Fault, times = 1) =>
  emulator.faults.inject({ on: { operation: "create" }, times, fault });

/** The pauses that would have been made; the platform stays real. */
function withoutPauses(): number[] {
  const pauses: number[] = [];
  jest.spyOn(Deadline.prototype, "wait").mockImplementation((milliseconds) => {
    pauses.push(milliseconds);
    return Promise.resolve(true);
  });
  return pauses;
}

const committed: Fault[] = [
  { kind: "lostAnswer" },
  { kind: "status", status: 500, commit: true },
  { kind: "status", status: 502, commit: true, body: "<html>" },
  { kind: "status", status: 504, commit: true },
  { kind: "html", commit: true },
  { kind: "truncated", commit: true },
  { kind: "wrongShape", commit: true },
  { kind: "huge", commit: true },
  { kind: "echo", status: 503, commit: true },
  { kind: "hang", commit: true },
  { kind: "slow", milliseconds: 1_500 },
];

test.each(committed)("what was made although its answer was no use is found by name: %j", async (fault) => {
  const emulator = await start();
  const heard = listen();
  onPost(emulator, fault, Infinity);
  const now = sessionOf(emulator, impatient);
  const record = await make(now, { connectionName: `made-${JSON.stringify(fault)}` });
  expect(emulator.connections()).toMatchObject([
    { connectionId: record.connectionId, fields: { API_KEY: openAi.apiKey } },
  ]);
  expect(counted(emulator)).toEqual({ list: 2, create: 1, get: 1 });
  expect(heard()).toContain(`(${record.connectionId}): its POST got no usable answer, yet it is there`);
});

test.each([
  { kind: "reset" },
  { kind: "status", status: 500 },
  { kind: "status", status: 503 },
  { kind: "html" },
] as Fault[])("what was not made is POSTed again only after three looks: %j", async (fault) => {
  const emulator = await start();
  const pauses = withoutPauses();
  onPost(emulator, fault);
  await make(sessionOf(emulator, impatient));
  // The fifth list looks for a twin: the first POST might have been carried out late.
  expect(counted(emulator)).toEqual({ list: 5, create: 2, get: 1 });
  expect(pauses).toEqual([0, 1_000, 2_000]);
  expect(emulator.connections()).toHaveLength(1);
});

test("a conflict of the second POST is looked into: the first may have been carried out after all looks for it", async () => {
  const emulator = await start();
  withoutPauses();
  onPost(emulator, { kind: "reset" });
  onPost(emulator, { kind: "status", status: 409, commit: true });
  const record = await make(sessionOf(emulator, impatient));
  expect(emulator.connections()).toMatchObject([{ connectionId: record.connectionId }]);
  expect(counted(emulator)).toMatchObject({ create: 2 });
});

test("a conflict with nothing of the name there is the error that it is", async () => {
  const emulator = await start();
  withoutPauses();
  onPost(emulator, { kind: "reset" });
  onPost(emulator, { kind: "status", status: 409 }, Infinity);
  const { message } = await failureOf(make(sessionOf(emulator, impatient)));
  expect(message).toContain("(POST /connections, status 409)");
  expect(counted(emulator)).toMatchObject({ create: 2 });
  expect(emulator.connections()).toEqual([]);
});

test("after three POSTs it gives up, and says that it doesn't know", async () => {
  const emulator = await start();
  withoutPauses();
  onPost(emulator, { kind: "reset" }, Infinity);
  const { message } = await failureOf(make(sessionOf(emulator, impatient)));
  expect(message).toMatch(
    /^the connection broke .*Whether "prod" was made is not known: run pulumi up again/,
  );
  expect(counted(emulator)).toEqual({ list: 10, create: 3 });
  expect(emulator.connections()).toEqual([]);
});

test.each([{ kind: "hang" }, { kind: "status", status: 504 }, { kind: "status", status: 408 }] as Fault[])(
  "where the platform may still be at work no second POST goes out: %j",
  async (fault) => {
    const emulator = await start();
    withoutPauses();
    onPost(emulator, fault);
    const { message } = await failureOf(make(sessionOf(emulator, impatient)));
    expect(message).toContain('Whether "prod" was made is not known');
    expect(counted(emulator)).toEqual({ list: 4, create: 1 });
    await make(sessionOf(emulator, impatient));
    expect(emulator.connections()).toHaveLength(1);
  },
);

test("what the platform makes only after the time-out is found by a later look", async () => {
  const emulator = await start();
  onPost(emulator, { kind: "slow", milliseconds: 1_200, commitFirst: false });
  const record = await make(sessionOf(emulator, { timeoutSeconds: "4", maxRetries: "0" }));
  expect(counted(emulator)["create"]).toBe(1);
  expect(emulator.connections()).toMatchObject([{ connectionId: record.connectionId }]);
});

test("where the look fails too, nothing is sent again", async () => {
  const emulator = await start();
  onPost(emulator, { kind: "lostAnswer" });
  emulator.faults.inject({
    on: { operation: "list" },
    skip: 1,
    times: Infinity,
    fault: { kind: "html", status: 503 },
  });
  const { message } = await failureOf(make(sessionOf(emulator, impatient)));
  expect(message).toContain('Whether "prod" was made is not known');
  expect(counted(emulator)).toEqual({ list: 2, create: 1 });
  expect(emulator.connections()).toHaveLength(1);
});

test("somebody else's connection of the name is not claimed after doubt", async () => {
  const emulator = await start();
  const now = sessionOf(emulator, impatient);
  await now.directory.named("prod", now.deadline());
  const { connectionId } = emulator.console.create({ ...draft("prod"), model: "another" });
  onPost(emulator, { kind: "reset" });
  const { message } = await failureOf(make(now));
  expect(message).toContain(`a connection of the name "prod" exists (${connectionId}, Open AI, another)`);
  expect(counted(emulator)["create"]).toBe(1);
});

test("two of the name after doubt are refused", async () => {
  const emulator = await start({ uniqueNames: false });
  const now = sessionOf(emulator, impatient);
  await now.directory.named("prod", now.deadline());
  emulator.console.create(draft("prod"));
  onPost(emulator, { kind: "lostAnswer" });
  expect((await failureOf(make(now))).message).toContain('2 connections have the name "prod"');
  expect(counted(emulator)["create"]).toBe(1);
});

test("a platform whose reads lag behind is asked again", async () => {
  const emulator = await start({ readLag: 2 });
  const record = await make(sessionOf(emulator, impatient));
  expect(record.fields.API_KEY).toBe("sk-***************");
  expect(counted(emulator)).toEqual({ list: 1, create: 1, get: 3 });
});

test.each([
  ["lags for good", { kind: "notFound" }],
  ["fails", { kind: "status", status: 500 }],
  ["answers with a page", { kind: "html" }],
] as [string, Fault][])(
  "where the read-back %s, the write counts, without the mask of its answer",
  async (what, fault) => {
    const emulator = await start();
    const heard = listen();
    emulator.faults.inject({ on: { operation: "get" }, times: Infinity, fault });
    const record = await make(sessionOf(emulator, { timeoutSeconds: "2", maxRetries: "0" }), {
      connectionName: what,
    });
    expect(record).toMatchObject({ connectionName: what, fields: { API_KEY: undefined } });
    expect(heard()).toContain("could not be read back after it was written");
    expect(emulator.connections()).toMatchObject([{ connectionId: record.connectionId }]);
    expect(counted(emulator)["create"]).toBe(1);
  },
);
