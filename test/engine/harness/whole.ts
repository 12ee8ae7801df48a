// The promise "exactly one": what the platform holds and what the state holds are the same connections, each once, and nothing is left to do.
import type { Emulator, StoredConnection } from "pulumi-model-connections/emulator";
import { connectionType } from "./event-log";
import { keyOf, memberNames, type Fleet } from "./fleet";
import type { EngineStack, Run } from "./stack";
import type { Ended } from "./running";

/** Fails with the whole output, so that a broken promise can be understood. */
export function succeeded<T extends Ended>(run: T): T {
  if (run.code !== 0) throw new Error(`pulumi ended with ${run.code}:\n${run.output}`);
  return run;
}

/** Of a fleet with auto-names: one connection per member and generation, as declared, and the newest of each in state. */
export async function expectWhole(stack: EngineStack, emulator: Emulator, fleet: Fleet): Promise<void> {
  const { size, owner = "own", generation = 1 } = fleet;
  const names = memberNames(size);
  const there = emulator.connections();
  const newest = names.map((name) => {
    const own = there.filter((connection) => isOf(name, connection));
    expect(own.map(generationOf).sort()).toEqual(Array.from({ length: generation }, (_, index) => index + 1));
    return own.find((connection) => generationOf(connection) === generation)!;
  });
  expect(there).toHaveLength(size * generation);
  expect(newest.map(({ fields }) => fields["API_KEY"])).toEqual(names.map((name) => keyOf(owner, name)));
  const { resources = [], pending_operations } = (await stack.exportState()).deployment;
  const managed = resources.filter(({ type }) => type === connectionType);
  expect(managed.map(({ id }) => id).sort()).toEqual(newest.map(({ connectionId }) => connectionId).sort());
  expect(pending_operations ?? []).toEqual([]);
}

/** The promise "settled": nothing is left to do for a preview, its update and a refresh. */
export async function expectSettled(stack: EngineStack): Promise<void> {
  succeeded(await stack.up("--expect-no-changes", "--skip-preview=false"));
  succeeded(await stack.refresh("--expect-no-changes"));
}

/** What the provider and the engine had to say, each line once. */
export function said(run: Run): string {
  return [...new Set(run.diagnostics.map(({ message }) => message))].join("\n");
}

function isOf(name: string, { connectionName }: StoredConnection): boolean {
  return new RegExp(`^${name}-[0-9a-f]{7}(-\\d+)?$`).test(connectionName);
}

function generationOf({ model, fields }: StoredConnection): number {
  return Number(/\d+$/.exec(model ?? fields["BASE_URL"] ?? "")?.[0]);
}
