// Every hook that talks to the API meets every fault: what the user reads, what is sent, what is on the platform and in state.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { startEmulator, type Emulator } from "pulumi-model-connections/emulator";
import { FAULT_ROWS } from "./fault-rows";
import { type Column, type Seen, pageOf, requestsOf } from "./fault-table";
import { EngineStack, type Run } from "../support/stack";

type Operation = "list" | "get" | "create" | "update";

const PAGE = join(__dirname, "../../docs/fault-matrix.md");
const SETTINGS = { "model-connections:timeoutSeconds": "16", "model-connections:maxRetries": "1" };
/** More than one hook may take, with the engine's own time around it. */
const BOUND = 60_000;
/** Without it the engine begins nothing any more after the first failure, and the rest would meet no fault. */
const ALL = "--continue-on-error";
const columns: Column[] = [];

const program = (key: string) => `
const { ModelConnection } = require("pulumi-model-connections");
for (const name of ${JSON.stringify(FAULT_ROWS.map(({ name }) => name))})
  new ModelConnection(name, {
    provider: "Open AI", model: "m-" + name, connectionName: name, apiKey: "sk-${key}-" + name, deletionPolicy: "scrub",
  });
`;

let emulator: Emulator;
let stack: EngineStack;

beforeAll(async () => {
  emulator = await startEmulator({ uniqueNames: false, uniqueKeys: false });
  stack = await stackOn(emulator);
});

afterAll(() => emulator.stop());

function stackOn({ host, apiKey }: Emulator): Promise<EngineStack> {
  return EngineStack.create({ program: program("first"), host, apiKey, config: SETTINGS });
}

test("create, POST: made once, or said", async () => {
  const cells = await meeting("create", () => stack.up(ALL));
  const how =
    "After an unclear outcome it is looked for by name, and sent again only when it is certainly not there.";
  columns.push({ title: "create: POST", explanation: how, cells });
  await settles();
});

test("read, GET: live values, or an error that leaves the state as it was", async () => {
  const cells = await meeting("get", () => stack.refresh());
  for (const { state } of cells.values()) expect(state).toBe("as before");
  const how = "`pulumi refresh`. Whatever fails leaves the state as it was.";
  columns.push({ title: "read: GET", explanation: how, cells });
  expect((await stack.refresh("--expect-no-changes")).code).toBe(0);
});

test("update, PATCH: the new key arrives, now or with the next up", async () => {
  stack.program(program("second"));
  const cells = await meeting("update", () => stack.up(ALL));
  const how =
    "A rotated key. Where the outcome is unclear the state keeps the old key, so that the next `up` sends the new one.";
  columns.push({ title: "update: PATCH", explanation: how, cells });
  await settles();
  expect(keysOnPlatform()).toEqual(FAULT_ROWS.map(({ name }) => `sk-second-${name}`).sort());
});

test("update, GET after the PATCH: the key has arrived whatever the look after it brings", async () => {
  stack.program(program("third"));
  const cells = await meeting("get", () => stack.up(ALL));
  expect(keysOnPlatform()).toEqual(FAULT_ROWS.map(({ name }) => `sk-third-${name}`).sort());
  const how =
    "The look after a rotation, which shows the new mask. Without it the next `refresh` takes the first look.";
  columns.push({ title: "update: GET", explanation: how, cells });
  await settles();
  expect((await stack.refresh("--expect-no-changes")).code).toBe(0);
});

test("diff, GET: a platform under another name is recognised, or nothing is changed", async () => {
  await stack.setConfig({ "model-connections:host": emulator.host.replace("127.0.0.1", "localhost") });
  // The engine asks for no further diff after one that failed.
  const cells = new Map<string, Seen>();
  for (const row of FAULT_ROWS) {
    const alone = await meeting("get", () => stack.up("--target", stack.urn(row.name)), [row]);
    cells.set(row.name, alone.get(row.name)!);
  }
  const how =
    "`model-connections:host` was changed to another name of the same platform, so each id is asked for there.";
  columns.push({ title: "diff: GET", explanation: how, cells });
  await settles();
});

test("delete, PATCH: scrubbed, or still in state", async () => {
  const cells = await meeting("update", () => stack.destroy(ALL));
  const how =
    '`deletionPolicy: "scrub"`. What could not be scrubbed stays in state, and the next `destroy` does it.';
  columns.push({ title: "delete: PATCH", explanation: how, cells });
  expect((await stack.destroy()).failed).toEqual([]);
  expect(keysOnPlatform().filter((key) => key.startsWith("sk-"))).toEqual([]);
});

test("create, GET after the POST: the connection is never lost", async () => {
  const other = await startEmulator({ uniqueNames: false, uniqueKeys: false });
  const before = emulator;
  const first = stack;
  [emulator, stack] = [other, await stackOn(other)];
  const cells = await meeting("get", () => stack.up(ALL));
  for (const { outcome } of cells.values()) expect(outcome).toBe("done");
  const how = "The look after a create. The connection is made, so nothing fails any more.";
  columns.splice(1, 0, { title: "create: GET", explanation: how, cells });
  await settles();
  [emulator, stack] = [before, first];
  await other.stop();
});

test("the page shows what was seen", async () => {
  const options = { ...(await resolveConfig(PAGE)), parser: "markdown" };
  const page = await format(pageOf(columns), options);
  if (process.env["UPDATE_DOCS"] === "true") writeFileSync(PAGE, page);
  expect(readFileSync(PAGE, "utf8")).toBe(page);
});

/** One fault for each connection, then the command; afterwards the platform is well again. */
async function meeting(
  operation: Operation,
  command: () => Promise<Run>,
  rows = FAULT_ROWS,
): Promise<Map<string, Seen>> {
  const before = await stored();
  for (const { name, fault, times } of rows) {
    emulator.faults.inject({ on: { operation, connectionName: name }, fault, times: times ?? 1 });
  }
  emulator.clearJournal();
  const started = Date.now();
  const run = await command();
  expect(Date.now() - started).toBeLessThan(BOUND);
  emulator.faults.clear();
  const after = await stored();
  return new Map(rows.map(({ name }) => [name, seen(name, run, before, after)]));
}

function seen(name: string, run: Run, before: Stored, after: Stored): Seen {
  const urn = stack.urn(name);
  const errors = run.diagnostics.filter((each) => each.urn === urn && each.severity === "error");
  const there = emulator.connections().filter(({ connectionName }) => connectionName === name);
  expect(there.length).toBeLessThanOrEqual(1);
  const now = after.get(urn);
  const requests = requestsOf(emulator.journal().filter((entry) => entry.connectionName === name));
  if (requests === "") throw new Error(`"${name}" was asked for nothing, so it met no fault.`);
  return {
    outcome: errors.length === 0 ? "done" : "failed",
    said: plain(errors[0]?.message ?? "", name),
    requests,
    platform: there[0] === undefined ? "none" : `one, ${keyOf(there[0])} key`,
    state: now === undefined ? "not there" : now === before.get(urn) ? "as before" : "new",
  };
}

type Stored = ReadonlyMap<string, string>;

async function stored(): Promise<Stored> {
  const { deployment } = await stack.exportState({ showSecrets: true });
  return new Map(deployment.resources?.map(({ urn, outputs }) => [urn, JSON.stringify(outputs ?? {})]));
}

function keyOf({ fields }: { fields: Readonly<Record<string, string>> }): string {
  return /^sk-(first|second|third)-/.exec(fields["API_KEY"] ?? "")?.[1] ?? "scrubbed";
}

function keysOnPlatform(): string[] {
  return emulator
    .connections()
    .map(({ fields }) => fields["API_KEY"] ?? "")
    .sort();
}

/** The message as everybody would see it, whatever the ids and ports of this run. */
function plain(message: string, name: string): string {
  return message
    .replaceAll(emulator.host, "HOST")
    .replace(/cn-[0-9a-f-]{36}/g, "ID")
    .replaceAll(`"${name}"`, '"NAME"')
    .replace(/\s+/g, " ")
    .trim();
}

/** Nothing was lost and nothing doubled: the next up brings everything to rest. */
async function settles(): Promise<void> {
  const run = await stack.up();
  expect(run.failed).toEqual([]);
  const names = emulator.connections().map(({ connectionName }) => connectionName);
  expect(names.sort()).toEqual(FAULT_ROWS.map(({ name }) => name).sort());
  expect((await stack.up("--expect-no-changes")).code).toBe(0);
}
