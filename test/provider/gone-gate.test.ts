// The gate that holds "gone" back until the platform has shown that it knows anything at all.
import { GoneGate } from "../../provider/model-connection/gone-gate";
import { failureOf } from "./platform";

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const QUIET = 1_500;

/** What has become of a promise by now. */
function watched(work: Promise<unknown>): () => string {
  let state = "waiting";
  work.then(
    () => (state = "gone"),
    (error: unknown) => (state = (error as Error).name),
  );
  return () => state;
}

const settle = (milliseconds = 0) => jest.advanceTimersByTimeAsync(milliseconds);

test("gone is answered at once when a connection was seen before", async () => {
  const gate = new GoneGate(false);
  gate.sawOne();
  await expect(gate.mayBeGone()).resolves.toBeUndefined();
});

test("gone is answered at once when the user accepts that all are gone", async () => {
  await expect(new GoneGate(true).mayBeGone()).resolves.toBeUndefined();
});

test("a held answer is released by the first connection that shows up, in time", async () => {
  const gate = new GoneGate(false);
  const states = [watched(gate.mayBeGone()), watched(gate.mayBeGone())];
  await settle(QUIET - 1);
  expect(states.map((state) => state())).toEqual(["waiting", "waiting"]);
  gate.sawOne();
  await settle();
  expect(states.map((state) => state())).toEqual(["gone", "gone"]);
  await settle(10 * QUIET);
  await expect(gate.mayBeGone()).resolves.toBeUndefined();
});

test("after the quiet time all held answers fail, and every later one at once", async () => {
  const gate = new GoneGate(false);
  const states = [watched(gate.mayBeGone()), watched(gate.mayBeGone())];
  await settle(QUIET);
  expect(states.map((state) => state())).toEqual(["AllGoneError", "AllGoneError"]);
  await expect(gate.mayBeGone()).rejects.toThrow("knows none of the connections");
});

test("a connection that shows up after the failure lets later answers through", async () => {
  const gate = new GoneGate(false);
  const state = watched(gate.mayBeGone());
  await settle(QUIET);
  expect(state()).toBe("AllGoneError");
  gate.sawOne();
  await expect(gate.mayBeGone()).resolves.toBeUndefined();
});

test("each further 404 begins the quiet time anew", async () => {
  const gate = new GoneGate(false);
  const first = watched(gate.mayBeGone());
  await settle(QUIET - 1);
  const second = watched(gate.mayBeGone());
  await settle(QUIET - 1);
  expect([first(), second()]).toEqual(["waiting", "waiting"]);
  await settle(1);
  expect([first(), second()]).toEqual(["AllGoneError", "AllGoneError"]);
});

test("while a read is under way nothing fails, however long it takes", async () => {
  const gate = new GoneGate(false);
  const slow = Promise.withResolvers<string>();
  const held = watched(gate.mayBeGone());
  const reading = gate.during(() => slow.promise);
  await settle(100 * QUIET);
  expect(held()).toBe("waiting");
  slow.resolve("read");
  await expect(reading).resolves.toBe("read");
  await settle(QUIET - 1);
  expect(held()).toBe("waiting");
  await settle(1);
  expect(held()).toBe("AllGoneError");
});

test("of two reads under way the last to end begins the quiet time, also when it fails", async () => {
  const gate = new GoneGate(false);
  const [one, two] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
  const reads = [watched(gate.during(() => one.promise)), watched(gate.during(() => two.promise))];
  const held = watched(gate.mayBeGone());
  one.resolve("");
  await settle(100 * QUIET);
  expect([held(), reads[1]!()]).toEqual(["waiting", "waiting"]);
  two.reject(new TypeError("broken"));
  await settle(QUIET);
  expect([held(), reads[1]!()]).toEqual(["AllGoneError", "TypeError"]);
});

test("with nothing held no timer stays behind", async () => {
  const gate = new GoneGate(false);
  await gate.during(() => Promise.resolve());
  expect(jest.getTimerCount()).toBe(0);
  const held = watched(gate.mayBeGone());
  gate.sawOne();
  await settle(QUIET);
  expect([held(), jest.getTimerCount()]).toEqual(["gone", 0]);
});

test("the error names both ways to accept it", async () => {
  const gate = new GoneGate(false);
  const failure = failureOf(gate.mayBeGone());
  await settle(QUIET);
  expect((await failure).message).toMatch(
    /MODEL_CONNECTIONS_ACCEPT_ALL_GONE=true .*model-connections:acceptAllGone to true/,
  );
});
