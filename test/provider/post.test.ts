// Exactly one connection for one create, even if the response to its POST is lost, truncated, late or wrong.
import type { FaultRule } from "../../emulator/index";
import { Deadline } from "../../provider/api/deadline";
import { sendKey } from "../../provider/model-connection/read-back";
import type { Session } from "../../provider/model-connection/session";
import { openAi as draft } from "../emulator/platform";
import { type Args, declared, openAi } from "./arguments";
import { type Emulator, counted, createFor, failureOf, listen, sessionOf, start } from "./platform";

type Fault = FaultRule["fault"];

const impatient = { timeoutSeconds: "3", maxRetries: "0" };
const create = (session: Session, more: Args = {}) => createFor(declared(openAi, more), session);
const onPost = (emulator: Emulator, fault: Fault, times = 1) =>
  emulator.faults.inject({ on: { operation: "create" }, times, fault });

/** Records the pauses instead of waiting; the platform stays real. */
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

test.each(committed)("a connection whose POST got no usable response is found by name: %j", async (fault) => {
  const emulator = await start();
  const heard = listen();
  onPost(emulator, fault, Infinity);
  const session = sessionOf(emulator, impatient);
  const record = await create(session, { connectionName: `made-${JSON.stringify(fault)}` });
  expect(emulator.connections()).toMatchObject([
    { connectionId: record.connectionId, fields: { API_KEY: openAi.apiKey } },
  ]);
  expect(counted(emulator)).toEqual({ list: 2, create: 1, get: 1 });
  expect(heard()).toContain(
    `(${record.connectionId}): its POST got no usable response, but the connection was created`,
  );
});

test.each([
  { kind: "reset" },
  { kind: "status", status: 500 },
  { kind: "status", status: 503 },
  { kind: "html" },
] as Fault[])("POST is sent again only after three lists without the connection: %j", async (fault) => {
  const emulator = await start();
  const pauses = withoutPauses();
  onPost(emulator, fault);
  await create(sessionOf(emulator, impatient));
  // The fifth list looks for a duplicate: the first POST may have been carried out late.
  expect(counted(emulator)).toEqual({ list: 5, create: 2, get: 1 });
  // The last one is the pause before the GET that follows a POST: none.
  expect(pauses).toEqual([0, 1_000, 2_000, 0]);
  expect(emulator.connections()).toHaveLength(1);
});

test("after a conflict of the second POST create lists again: the first may have been carried out late", async () => {
  const emulator = await start();
  withoutPauses();
  onPost(emulator, { kind: "reset" });
  onPost(emulator, { kind: "status", status: 409, commit: true });
  const record = await create(sessionOf(emulator, impatient));
  expect(emulator.connections()).toMatchObject([{ connectionId: record.connectionId }]);
  expect(counted(emulator)).toMatchObject({ create: 2 });
});

test("a conflict without a connection of that name is reported as it is", async () => {
  const emulator = await start();
  withoutPauses();
  onPost(emulator, { kind: "reset" });
  onPost(emulator, { kind: "status", status: 409 }, Infinity);
  const { message } = await failureOf(create(sessionOf(emulator, impatient)));
  expect(message).toContain("(POST /connections, status 409)");
  expect(counted(emulator)).toMatchObject({ create: 2 });
  expect(emulator.connections()).toEqual([]);
});

test("after three POSTs create fails and says that the outcome is unknown", async () => {
  const emulator = await start();
  withoutPauses();
  onPost(emulator, { kind: "reset" }, Infinity);
  const { message } = await failureOf(create(sessionOf(emulator, impatient)));
  expect(message).toMatch(
    /^the connection to 127\.0\.0\.1:\d+ broke .*It is not known whether "prod" was created: run pulumi up again/,
  );
  expect(counted(emulator)).toEqual({ list: 10, create: 3 });
  expect(emulator.connections()).toEqual([]);
});

test.each([{ kind: "hang" }, { kind: "status", status: 504 }, { kind: "status", status: 408 }] as Fault[])(
  "while the platform may still be at work no second POST is sent: %j",
  async (fault) => {
    const emulator = await start();
    withoutPauses();
    onPost(emulator, fault);
    const { message } = await failureOf(create(sessionOf(emulator, impatient)));
    expect(message).toContain('It is not known whether "prod" was created');
    expect(counted(emulator)).toEqual({ list: 4, create: 1 });
    await create(sessionOf(emulator, impatient));
    expect(emulator.connections()).toHaveLength(1);
  },
);

test("a connection that the platform creates after the time-out is found by a later list", async () => {
  const emulator = await start();
  onPost(emulator, { kind: "slow", milliseconds: 1_200, commitFirst: false });
  const record = await create(sessionOf(emulator, { timeoutSeconds: "4", maxRetries: "0" }));
  expect(counted(emulator)["create"]).toBe(1);
  expect(emulator.connections()).toMatchObject([{ connectionId: record.connectionId }]);
});

test("if the list fails too, nothing is sent again", async () => {
  const emulator = await start();
  onPost(emulator, { kind: "lostAnswer" });
  emulator.faults.inject({
    on: { operation: "list" },
    skip: 1,
    times: Infinity,
    fault: { kind: "html", status: 503 },
  });
  const { message } = await failureOf(create(sessionOf(emulator, impatient)));
  expect(message).toContain('It is not known whether "prod" was created');
  expect(counted(emulator)).toEqual({ list: 2, create: 1 });
  expect(emulator.connections()).toHaveLength(1);
});

test("after an unknown outcome somebody else's connection with the name is not claimed", async () => {
  const emulator = await start();
  const session = sessionOf(emulator, impatient);
  await session.platform.connections.named("prod", session.deadline());
  const { connectionId } = emulator.console.create({ ...draft("prod"), model: "another" });
  onPost(emulator, { kind: "reset" });
  const { message } = await failureOf(create(session));
  expect(message).toContain(`a connection named "prod" already exists (${connectionId}, Open AI, another)`);
  expect(counted(emulator)["create"]).toBe(1);
});

test("after an unknown outcome two connections with the name are refused", async () => {
  const emulator = await start({ uniqueNames: false });
  const session = sessionOf(emulator, impatient);
  await session.platform.connections.named("prod", session.deadline());
  emulator.console.create(draft("prod"));
  onPost(emulator, { kind: "lostAnswer" });
  expect((await failureOf(create(session))).message).toContain('2 connections are named "prod"');
  expect(counted(emulator)["create"]).toBe(1);
});

test("a platform whose reads lag behind its writes is read again", async () => {
  const emulator = await start({ readLag: 2 });
  const record = await create(sessionOf(emulator, impatient));
  expect(record.fields.API_KEY).toBe("sk-***************");
  expect(counted(emulator)).toEqual({ list: 1, create: 1, get: 3 });
});

test.each([
  ["always lags", { kind: "notFound" }],
  ["fails", { kind: "status", status: 500 }],
  ["returns an HTML page", { kind: "html" }],
] as [string, Fault][])(
  "if the read-back %s, the write counts, without the mask of its response",
  async (what, fault) => {
    const emulator = await start();
    const heard = listen();
    emulator.faults.inject({ on: { operation: "get" }, times: Infinity, fault });
    const record = await create(sessionOf(emulator, { timeoutSeconds: "2", maxRetries: "0" }), {
      connectionName: what,
    });
    expect(record).toMatchObject({ connectionName: what, fields: { API_KEY: undefined } });
    expect(heard()).toContain("was written but could not be read back");
    expect(emulator.connections()).toMatchObject([{ connectionId: record.connectionId }]);
    expect(counted(emulator)["create"]).toBe(1);
  },
);

test("the engine calls create again in the process: a connection whose POST got no response is found, not created twice", async () => {
  const emulator = await start({ uniqueNames: false, uniqueKeys: false });
  const session = sessionOf(emulator, impatient);
  onPost(emulator, { kind: "lostAnswer" });
  emulator.faults.inject({ on: { operation: "list" }, skip: 1, fault: { kind: "status", status: 503 } });
  await failureOf(create(session));
  const record = await create(session);
  expect(emulator.connections()).toMatchObject([{ connectionId: record.connectionId }]);
  expect(counted(emulator)).toEqual({ list: 3, create: 1, get: 1 });
});

test.each([{ kind: "hang" }, { kind: "status", status: 504 }] as Fault[])(
  "the engine calls create again while the platform may still be at work: no second POST is sent: %j",
  async (fault) => {
    const emulator = await start({ uniqueNames: false });
    const session = sessionOf(emulator, impatient);
    withoutPauses();
    onPost(emulator, fault);
    for (let run = 1; run <= 3; run++)
      expect((await failureOf(create(session))).message).toContain(
        'It is not known whether "prod" was created',
      );
    expect(counted(emulator)["create"]).toBe(1);
  },
);

test("the engine calls create again after a reset: POST is sent again only after the list has shown nothing", async () => {
  const emulator = await start({ uniqueNames: false });
  const session = sessionOf(emulator, impatient);
  const pauses = withoutPauses();
  onPost(emulator, { kind: "reset" });
  emulator.faults.inject({ on: { operation: "list" }, skip: 1, fault: { kind: "status", status: 503 } });
  await failureOf(create(session));
  await create(session);
  expect(pauses).toEqual([0, 0, 1_000, 2_000, 0]);
  expect(emulator.connections()).toHaveLength(1);
});

test("a refusal of the second POST, whatever its status, is answered by another look", async () => {
  for (const status of [400, 403, 409, 412]) {
    const emulator = await start({ uniqueNames: false });
    withoutPauses();
    onPost(emulator, { kind: "reset" });
    onPost(emulator, { kind: "status", status, commit: true });
    const record = await create(sessionOf(emulator, impatient));
    expect(emulator.connections()).toMatchObject([{ connectionId: record.connectionId }]);
  }
});

test("a read-back that is older than the write is repeated", async () => {
  const emulator = await start();
  const session = sessionOf(emulator, impatient);
  const record = await create(session);
  const stale = { ...record, modifiedOn: new Date(0).toISOString() };
  emulator.faults.inject({ on: { operation: "get" }, fault: { kind: "wrongShape", body: stale } });
  const written = await sendKey(record.connectionId, "sk-rotated-000001", session, session.deadline());
  expect(written.modifiedOn).toBe(emulator.connections()[0]!.modifiedOn);
});

test("a platform that doesn't list everything: create goes on, and a warning says so", async () => {
  const emulator = await start({ largestLimit: 100, uniqueKeys: false });
  for (let n = 0; n < 130; n++) emulator.console.create(draft(`other-${n}`));
  const heard = listen();
  await create(sessionOf(emulator, impatient));
  expect(heard()).toBe(
    "warning: the platform lists only 100 of its 130 connections, even by provider and status. If one of the others has the name of a new connection, only the platform can refuse the second one.\n",
  );
  expect(emulator.connections()).toHaveLength(131);
  const adopting = await failureOf(create(sessionOf(emulator), { connectionName: "unseen", adopt: true }));
  expect(adopting.message).toContain("unless it is not listed: the platform lists only 100 of its 131");
});

test.each([{}, { __auto: true, __name: "prod", connectionName: "prod" }])(
  "a connection that is older than the POST is somebody else's: %j",
  async (more) => {
    const emulator = await start({ uniqueNames: false, uniqueKeys: false });
    const session = sessionOf(emulator, impatient);
    await session.platform.connections.named("prod", session.deadline());
    const theirs = emulator.console.create(draft("prod", openAi.apiKey));
    const date = new Date(Date.now() - 3_600_000).toISOString();
    emulator.console.setDates(theirs.connectionId, { createdOn: date, modifiedOn: new Date().toISOString() });
    onPost(emulator, { kind: "reset" });
    expect((await failureOf(create(session, more))).message).toContain(
      'a connection named "prod" already exists',
    );
    expect(emulator.connections()).toHaveLength(1);
  },
);

test("a read that lags after a lost response is repeated", async () => {
  const emulator = await start();
  onPost(emulator, { kind: "lostAnswer" });
  emulator.faults.inject({ on: { operation: "get" }, fault: { kind: "notFound" } });
  const record = await create(sessionOf(emulator, impatient));
  expect(emulator.connections()).toMatchObject([{ connectionId: record.connectionId }]);
  expect(counted(emulator)["create"]).toBe(1);
});

test("the engine calls create again after a numbered name's response was lost: it is found", async () => {
  const emulator = await start({ uniqueNames: false, uniqueKeys: false });
  listen();
  const session = sessionOf(emulator, impatient);
  emulator.console.create({ ...draft("prod"), model: "another" });
  onPost(emulator, { kind: "lostAnswer" });
  emulator.faults.inject({ on: { operation: "list" }, skip: 1, fault: { kind: "status", status: 503 } });
  const auto = { __auto: true, __name: "prod" };
  await failureOf(create(session, auto));
  expect((await create(session, auto)).connectionName).toBe("prod-2");
  expect(emulator.connections()).toHaveLength(2);
});

test("a platform that stores another form of the name: a lost response doesn't create a second connection", async () => {
  const emulator = await start({ uniqueNames: false, uniqueKeys: false });
  const session = sessionOf(emulator, impatient);
  onPost(emulator, { kind: "lostAnswer" });
  const creating = create(session, { connectionName: "Prod" });
  while (emulator.connections().length === 0) await new Promise((resolve) => setImmediate(resolve));
  emulator.console.rename(emulator.connections()[0]!.connectionId, "prod");
  expect((await creating).connectionName).toBe("prod");
  expect(emulator.connections()).toHaveLength(1);
});
