// Every hook that sends requests meets every fault: what the user reads, the requests, the platform and the state.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { format, resolveConfig } from "prettier";
import type { Emulator } from "pulumi-model-connections/emulator";
import { dynamicProvider, nativeProvider, type ProviderUnderTest } from "../support/both-providers";
import { startPlatform } from "../support/platform";
import type { EngineStack, Run } from "../support/stack";
import { FAULT_ROWS } from "./fault-rows";
import { type Column, type Seen, pageOf, requestsOf } from "./fault-table";

type Operation = "list" | "get" | "create" | "update";

const PAGE = join(__dirname, "../../docs/fault-matrix.md");
const SETTINGS = { "model-connections:timeoutSeconds": "16", "model-connections:maxRetries": "1" };
/** Longer than one hook may take, including the engine's own time. */
const BOUND = 60_000;
/** Without it, the engine starts nothing after the first failure, and the rest would meet no fault. */
const ALL = "--continue-on-error";

/** Each is an `up` of its own, so the native provider runs those in which the dynamic one fails: their errors take another way to the engine. */
const FAILS_IN_DIFF = ["s500-lasting", "html", "truncated", "s401", "redirect"];

interface Target {
  provider: ProviderUnderTest;
  emulator: Emulator;
  stack: EngineStack;
}

test("every hook meets every fault: the outcome, the requests, the platform and the state are as on the page", async () => {
  const dynamic = await matrixOf(dynamicProvider);
  const native = await matrixOf(nativeProvider);
  const page = await format(pageOf(dynamic, native), {
    ...(await resolveConfig(PAGE)),
    parser: "markdown",
  });
  if (process.env["UPDATE_DOCS"] === "true") writeFileSync(PAGE, page);
  expect(readFileSync(PAGE, "utf8")).toBe(page);
}, 1_800_000);

async function matrixOf(provider: ProviderUnderTest): Promise<Column[]> {
  const target = await newTarget(provider);
  return [
    await createPost(target),
    await createGet(await newTarget(provider)),
    await readGet(target),
    await updatePatch(target),
    await updateGet(target),
    await diffGet(target),
    await deletePatch(target),
  ];
}

async function newTarget(provider: ProviderUnderTest): Promise<Target> {
  const emulator = await startPlatform({ uniqueNames: false, uniqueKeys: false });
  const stack = await provider.on(emulator, program(provider, "first"), { config: SETTINGS });
  return { provider, emulator, stack };
}

function program(provider: ProviderUnderTest, key: string): string {
  const declared = FAULT_ROWS.map(({ name }) => {
    const args = { provider: "Open AI", model: `m-${name}`, connectionName: name, deletionPolicy: "scrub" };
    return [name, { ...args, apiKey: `sk-${key}-${name}` }] as const;
  });
  return provider.connections(Object.fromEntries(declared));
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
  const { provider, emulator, stack } = target;
  stack.program(program(provider, "second"));
  const cells = await meeting(target, "update", () => stack.up(ALL));
  await settles(target);
  expect(keysOn(emulator)).toEqual(FAULT_ROWS.map(({ name }) => `sk-second-${name}`).sort());
  const explanation =
    "A rotated key. If the outcome is unknown, the state keeps the old key, marked with `apiKeyDrift`, and the next `up` sends the key that the program then has.";
  return { title: "update: PATCH", explanation, cells };
}

/** The key has arrived, whatever the read-back returns. */
async function updateGet(target: Target): Promise<Column> {
  const { provider, emulator, stack } = target;
  stack.program(program(provider, "third"));
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
  const { provider, emulator, stack } = target;
  const rows = FAULT_ROWS.filter(({ name }) => provider === dynamicProvider || FAILS_IN_DIFF.includes(name));
  await stack.setConfig({ "model-connections:host": emulator.host.replace("127.0.0.1", "localhost") });
  // The engine calls no further diff after one that failed.
  const cells = new Map<string, Seen>();
  for (const row of rows) {
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
  { emulator, stack }: Omit<Target, "provider">,
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

function seen(
  { emulator, stack }: Omit<Target, "provider">,
  name: string,
  run: Run,
  before: Stored,
  after: Stored,
): Seen {
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
    state: stateOf(before.get(urn), now),
  };
}

function stateOf(before: string | undefined, now: string | undefined): string {
  if (now === undefined) return "not there";
  if (now === before) return "as before";
  const { apiKeyDrift, ...rest } = JSON.parse(now) as Record<string, unknown>;
  const isMarked = apiKeyDrift !== undefined && isDeepStrictEqual(rest, JSON.parse(before ?? "{}"));
  return isMarked ? "as before, marked" : "new";
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
