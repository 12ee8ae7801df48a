// The gate holds "gone" back until the platform has shown any connection.
import { GoneGate } from "../../provider/model-connection/gone-gate";
import { failureOf } from "./platform";

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const QUIET = 1_500;

/** The state of a promise. */
function watched(work: Promise<unknown>): () => string {
  let state = "waiting";
  work.then(
    () => (state = "gone"),
    (error: unknown) => (state = (error as Error).name),
  );
  return () => state;
}

/** A read that finds a connection, and one that gets a confirmed 404. */
const found = (gate: GoneGate) => gate.read(() => Promise.resolve({}));
const gone = (gate: GoneGate) => gate.read(() => Promise.resolve(undefined));

const settle = (milliseconds = 0) => jest.advanceTimersByTimeAsync(milliseconds);

test('"gone" counts at once if a connection was found before', async () => {
  const gate = new GoneGate(false);
  await found(gate);
  await expect(gone(gate)).resolves.toBeUndefined();
});

test('"gone" counts at once if the user accepts that all are gone', async () => {
  await expect(gone(new GoneGate(true))).resolves.toBeUndefined();
});

test('a held "gone" is released by the first connection that is found in time', async () => {
  const gate = new GoneGate(false);
  const states = [watched(gone(gate)), watched(gone(gate))];
  await settle(QUIET - 1);
  expect(states.map((state) => state())).toEqual(["waiting", "waiting"]);
  await found(gate);
  await settle();
  expect(states.map((state) => state())).toEqual(["gone", "gone"]);
  await settle(10 * QUIET);
  await expect(gone(gate)).resolves.toBeUndefined();
});

test('after the quiet time every held "gone" fails, and every later one fails at once', async () => {
  const gate = new GoneGate(false);
  const states = [watched(gone(gate)), watched(gone(gate))];
  await settle(QUIET);
  expect(states.map((state) => state())).toEqual(["AllGoneError", "AllGoneError"]);
  await expect(gone(gate)).rejects.toThrow("knows none of the connections");
});

test('a connection found after the failure lets a later "gone" count', async () => {
  const gate = new GoneGate(false);
  const state = watched(gone(gate));
  await settle(QUIET);
  expect(state()).toBe("AllGoneError");
  await found(gate);
  await expect(gone(gate)).resolves.toBeUndefined();
});

test("each further 404 restarts the quiet time", async () => {
  const gate = new GoneGate(false);
  const first = watched(gone(gate));
  await settle(QUIET - 1);
  const second = watched(gone(gate));
  await settle(QUIET - 1);
  expect([first(), second()]).toEqual(["waiting", "waiting"]);
  await settle(1);
  expect([first(), second()]).toEqual(["AllGoneError", "AllGoneError"]);
});

test('while a read is under way no held "gone" fails, however long it takes', async () => {
  const gate = new GoneGate(false);
  const slow = Promise.withResolvers<undefined>();
  const held = watched(gone(gate));
  const reading = gate.read(() => slow.promise);
  await settle(100 * QUIET);
  expect(held()).toBe("waiting");
  slow.resolve(undefined);
  const readToo = watched(reading);
  await settle(QUIET - 1);
  expect(held()).toBe("waiting");
  await settle(1);
  expect([held(), readToo()]).toEqual(["AllGoneError", "AllGoneError"]);
});

test("the last of two reads to end starts the quiet time, even if it fails", async () => {
  const gate = new GoneGate(false);
  const [one, two] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
  const reads = [watched(gate.read(() => one.promise)), watched(gate.read(() => two.promise))];
  const held = watched(gone(gate));
  one.resolve(undefined);
  await settle(100 * QUIET);
  expect([held(), reads[1]!()]).toEqual(["waiting", "waiting"]);
  two.reject(new TypeError("broken"));
  await settle(QUIET);
  expect([held(), reads[1]!()]).toEqual(["AllGoneError", "TypeError"]);
});

test('without a held "gone" no timer remains', async () => {
  const gate = new GoneGate(false);
  await found(gate);
  expect(jest.getTimerCount()).toBe(0);
  const held = watched(gone(gate));
  await found(gate);
  await settle(QUIET);
  expect([held(), jest.getTimerCount()]).toEqual(["gone", 0]);
});

test("the error names both ways to accept that all are gone", async () => {
  const gate = new GoneGate(false);
  const failure = failureOf(gone(gate));
  await settle(QUIET);
  expect((await failure).message).toMatch(
    /MODEL_CONNECTIONS_ACCEPT_ALL_GONE=true, .*model-connections:acceptAllGone to true/,
  );
});
