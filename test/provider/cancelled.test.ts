// A cancelled session ends every wait and sends nothing more, except that a write on its way is awaited.
import { startEmulator, type Emulator } from "../../emulator";
import { Deadline } from "../../provider/api/deadline";
import { createHooks } from "../../provider/model-connection/hooks";
import { Names } from "../../provider/model-connection/names";
import { Session } from "../../provider/model-connection/session";
import { Reporter } from "../../provider/model-connection/reporter";
import { stackSource } from "../../provider/settings";

let emulator: Emulator;
let session: Session;
beforeEach(async () => {
  emulator = await startEmulator();
  session = new Session({ reporter: new Reporter(() => undefined) });
  const settings = new Map([
    ["model-connections:host", emulator.host],
    ["model-connections:apiKey", emulator.apiKey],
  ]);
  session.configure(stackSource(settings));
});
afterEach(() => emulator.stop());

const inputs = () => ({
  provider: "Open AI",
  model: "gpt-4o",
  connectionName: "explicit",
  apiKey: "sk-declared-1234",
  deletionPolicy: "retain" as const,
  host: emulator.host,
});

async function untilPosted(): Promise<void> {
  while (!emulator.journal().some(({ operation }) => operation === "create"))
    await new Promise((resolve) => setImmediate(resolve));
}

test("a wait ends at once", async () => {
  const cancelled = new AbortController();
  const deadline = new Deadline(60_000, cancelled.signal);
  const waited = deadline.wait(50_000);
  cancelled.abort();
  expect(await waited).toBe(false);
  expect(deadline.remaining()).toBe(0);
});

test("a create that waits for a limited platform fails at once, and creates nothing", async () => {
  const fault = { kind: "status", status: 429, retryAfter: 60 } as const;
  emulator.faults.inject({ on: { operation: "create" }, times: Infinity, fault });
  const created = createHooks(session).create(inputs());
  await untilPosted();
  session.cancel();
  await expect(created).rejects.toThrow(/Could not create model connection "explicit"/);
  expect(emulator.connections()).toEqual([]);
});

test("a POST on its way is awaited, and its connection is returned", async () => {
  const fault = { kind: "slow", milliseconds: 300, commitFirst: true } as const;
  emulator.faults.inject({ on: { operation: "create" }, fault });
  const created = createHooks(session).create(inputs());
  await untilPosted();
  session.cancel();
  const [connection] = emulator.connections();
  expect(await created).toMatchObject({ id: connection?.connectionId });
});

test("a PATCH that waits to be sent again says that the run was cancelled, and what the platform said before", async () => {
  const hooks = createHooks(session);
  const { id, outs } = await hooks.create(inputs());
  const fault = { kind: "status", status: 503, retryAfter: 60 } as const;
  emulator.faults.inject({ on: { operation: "update" }, times: Infinity, fault });
  const updated = hooks.update(id, outs, { ...inputs(), apiKey: "sk-rotated-5678" });
  while (!emulator.journal().some(({ operation, status }) => operation === "update" && status > 0))
    await new Promise((resolve) => setImmediate(resolve));
  // Its response arrives after that of the PATCH.
  await fetch(`${emulator.url}/api/public/connections`);
  session.cancel();
  const { message } = await updated.then(
    () => new Error("It succeeded."),
    (error: unknown) => error as Error,
  );
  expect(message).toContain(
    'the run was cancelled before a usable response arrived; the response to an earlier attempt said "This response was injected."',
  );
  expect(message).toContain("Run again. The next pulumi up sends the key again.");
  expect(message).not.toMatch(/network|ran out/);
});

test("after the cancellation nothing is sent", async () => {
  session.cancel();
  await expect(createHooks(session).create(inputs())).rejects.toThrow("the run was cancelled");
  expect(emulator.journal()).toEqual([]);
});

test("a name that was chosen and declared is forgotten for a replacement that only the engine wants", () => {
  const names = new Names();
  const seed = "0123456789abcdef:gpt4o";
  const args = { provider: "Open AI", model: "gpt-4o" };
  const first = names.choose(seed, undefined, { ...args, apiKey: "sk-first-1234" });
  names.declare(first, seed);
  expect(names.choose(seed, undefined, { ...args, apiKey: "sk-second-1234" })).toBe(first);
  names.forget(seed);
  expect(names.isDeclared(first)).toBe(false);
  expect(names.choose(seed, undefined, { ...args, apiKey: "sk-second-1234" })).not.toBe(first);
});
