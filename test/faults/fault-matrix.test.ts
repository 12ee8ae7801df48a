// Every hook that sends requests meets every fault: what the user reads, the requests, the platform and the state.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import type { Emulator } from "pulumi-model-connections/emulator";
import { startPlatform } from "../support/platform";
import { EngineStack, type Run } from "../support/stack";
import { FAULT_ROWS } from "./fault-rows";
import { type Column, type Seen, pageOf, requestsOf } from "./fault-table";

type Operation = "list" | "get" | "create" | "update";

const PAGE = join(__dirname, "../../docs/fault-matrix.md");
const SETTINGS = { "model-connections:timeoutSeconds": "16", "model-connections:maxRetries": "1" };
/** Longer than one hook may take, including the engine's own time. */
const BOUND = 60_000;
/** Without it, the engine starts nothing after the first failure, and the rest would meet no fault. */
const ALL = "--continue-on-error";

const program = (key: string) => `
const { ModelConnection } = require("pulumi-model-connections");
for (const name of ${JSON.stringify(FAULT_ROWS.map(({ name }) => name))})
  new ModelConnection(name, {
    provider: "Open AI", model: "m-" + name, connectionName: name, apiKey: "sk-${key}-" + name, deletionPolicy: "scrub",
  });
`;

interface Target {
  emulator: Emulator;
  stack: EngineStack;
}

test("every hook meets every fault: the outcome, the requests, the platform and the state are as on the page", async () => {
  const target = await newTarget();
  const columns = [
    await createPost(target),
    await createGet(await newTarget()),
    await readGet(target),
    await updatePatch(target),
    await updateGet(target),
    await diffGet(target),
    await deletePatch(target),
  ];
  const page = await format(pageOf(columns), { ...(await resolveConfig(PAGE)), parser: "markdown" });
  if (process.env["UPDATE_DOCS"] === "true") writeFileSync(PAGE, page);
  expect(readFileSync(PAGE, "utf8")).toBe(page);
});

async function newTarget(): Promise<Target> {
  const emulator = await startPlatform({ uniqueNames: false, uniqueKeys: false });
  return { emulator, stack: await EngineStack.on(emulator, program("first"), { config: SETTINGS }) };
}

/** Created once, or reported. */
async function createPost(target: Target): Promise<Column> {
  const cells = await meeting(target, "create", () => target.stack.up(ALL));
  await settles(target);
  const explanation =
    "If the outcome is unknown, create looks for the connection by name, and sends POST again only if it does not exist.";
  return { title: "create: POST", explanation, cells };
}

/** The connection is never lost. */
async function createGet(target: Target): Promise<Column> {
  const cells = await meeting(target, "get", () => target.stack.up(ALL));
  for (const { outcome } of cells.values()) expect(outcome).toBe("done");
  await settles(target);
  const explanation = "The read-back after a create. The connection exists, so nothing fails.";
  return { title: "create: GET", explanation, cells };
}

/** Live values, or an error that leaves the state as it is. */
async function readGet(target: Target): Promise<Column> {
  const { stack } = target;
  const cells = await meeting(target, "get", () => stack.refresh());
  for (const { state } of cells.values()) expect(state).toBe("as before");
  expect((await stack.refresh("--expect-no-changes")).code).toBe(0);
  const explanation = "`pulumi refresh`. A failure leaves the state as it is.";
  return { title: "read: GET", explanation, cells };
}

/** The new key is sent, now or with the next up. */
async function updatePatch(target: Target): Promise<Column> {
  const { emulator, stack } = target;
  stack.program(program("second"));
  const cells = await meeting(target, "update", () => stack.up(ALL));
  await settles(target);
  expect(keysOn(emulator)).toEqual(FAULT_ROWS.map(({ name }) => `sk-second-${name}`).sort());
  const explanation =
    "A rotated key. If the outcome is unknown, the state keeps the old key, and the next `up` sends the new one.";
  return { title: "update: PATCH", explanation, cells };
}

/** The key has arrived, whatever the read-back returns. */
async function updateGet(target: Target): Promise<Column> {
  const { emulator, stack } = target;
  stack.program(program("third"));
  const cells = await meeting(target, "get", () => stack.up(ALL));
  expect(keysOn(emulator)).toEqual(FAULT_ROWS.map(({ name }) => `sk-third-${name}`).sort());
  await settles(target);
  expect((await stack.refresh("--expect-no-changes")).code).toBe(0);
  const explanation =
    "The read-back after a rotation, which returns the new mask. Without it, the next `refresh` records the mask.";
  return { title: "update: GET", explanation, cells };
}

/** The same platform under another name is recognised, or nothing changes. */
async function diffGet(target: Target): Promise<Column> {
  const { emulator, stack } = target;
  await stack.setConfig({ "model-connections:host": emulator.host.replace("127.0.0.1", "localhost") });
  // The engine calls no further diff after one that failed.
  const cells = new Map<string, Seen>();
  for (const row of FAULT_ROWS) {
    const alone = await meeting(target, "get", () => stack.up("--target", stack.urn(row.name)), [row]);
    cells.set(row.name, alone.get(row.name)!);
  }
  await settles(target);
  const explanation =
    "`model-connections:host` is another name of the same platform, so diff sends a GET for each id.";
  return { title: "diff: GET", explanation, cells };
}

/** Scrubbed, or still in state. */
async function deletePatch(target: Target): Promise<Column> {
  const { emulator, stack } = target;
  const cells = await meeting(target, "update", () => stack.destroy(ALL));
  expect((await stack.destroy()).failed).toEqual([]);
  expect(keysOn(emulator).filter((key) => key.startsWith("sk-"))).toEqual([]);
  const explanation =
    '`deletionPolicy: "scrub"`. A connection whose key could not be overwritten stays in state, and the next `destroy` overwrites it.';
  return { title: "delete: PATCH", explanation, cells };
}

/** Injects one fault for each connection, runs the command, and clears the faults. */
async function meeting(
  { emulator, stack }: Target,
  operation: Operation,
  command: () => Promise<Run>,
  rows = FAULT_ROWS,
): Promise<Map<string, Seen>> {
  const before = await stored(stack);
  for (const { name, fault, times } of rows) {
    emulator.faults.inject({ on: { operation, connectionName: name }, fault, times: times ?? 1 });
  }
  emulator.clearJournal();
  const started = Date.now();
  const run = await command();
  expect(Date.now() - started).toBeLessThan(BOUND);
  emulator.faults.clear();
  const after = await stored(stack);
  return new Map(rows.map(({ name }) => [name, seen({ emulator, stack }, name, run, before, after)]));
}

function seen({ emulator, stack }: Target, name: string, run: Run, before: Stored, after: Stored): Seen {
  const urn = stack.urn(name);
  const errors = run.diagnostics.filter((each) => each.urn === urn && each.severity === "error");
  const there = emulator.connections().filter(({ connectionName }) => connectionName === name);
  expect(there.length).toBeLessThanOrEqual(1);
  const now = after.get(urn);
  const requests = requestsOf(emulator.journal().filter((entry) => entry.connectionName === name));
  if (requests === "") throw new Error(`"${name}" got no request, so it met no fault.`);
  return {
    outcome: errors.length === 0 ? "done" : "failed",
    said: plain(errors[0]?.message ?? "", name, emulator.host),
    requests,
    platform: there[0] === undefined ? "none" : `one, ${keyOf(there[0])} key`,
    state: now === undefined ? "not there" : now === before.get(urn) ? "as before" : "new",
  };
}

type Stored = ReadonlyMap<string, string>;

async function stored(stack: EngineStack): Promise<Stored> {
  const { deployment } = await stack.exportState({ showSecrets: true });
  return new Map(deployment.resources?.map(({ urn, outputs }) => [urn, JSON.stringify(outputs ?? {})]));
}

function keyOf({ fields }: { fields: Readonly<Record<string, string>> }): string {
  return /^sk-(first|second|third)-/.exec(fields["API_KEY"] ?? "")?.[1] ?? "scrubbed";
}

function keysOn(emulator: Emulator): string[] {
  return emulator
    .connections()
    .map(({ fields }) => fields["API_KEY"] ?? "")
    .sort();
}

/** The message without the ids and ports of this run. */
function plain(message: string, name: string, host: string): string {
  return message
    .replaceAll(host, "HOST")
    .replaceAll(host.replace("127.0.0.1", "localhost"), "HOST")
    .replace(/cn-[0-9a-f-]{36}/g, "ID")
    .replaceAll(`"${name}"`, '"NAME"')
    .replace(/\s+/g, " ")
    .trim();
}

/** Nothing was lost or duplicated, and the next up settles everything. */
async function settles({ emulator, stack }: Target): Promise<void> {
  const run = await stack.up();
  expect(run.failed).toEqual([]);
  const names = emulator.connections().map(({ connectionName }) => connectionName);
  expect(names.sort()).toEqual(FAULT_ROWS.map(({ name }) => name).sort());
  expect((await stack.up("--expect-no-changes")).code).toBe(0);
}
