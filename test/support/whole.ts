// The promise "exactly one": what the platform holds and what the state holds are the same connections, each once.
import type { Emulator, StoredConnection } from "pulumi-model-connections/emulator";
import { connectionType } from "./event-log";
import { memberKey, memberNames, type Fleet } from "./fleet";
import type { EngineStack } from "./stack";

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
  expect(newest.map(({ fields }) => fields["API_KEY"])).toEqual(names.map((name) => memberKey(owner, name)));
  const { resources = [], pending_operations } = (await stack.exportState()).deployment;
  const managed = resources.filter(({ type }) => type === connectionType);
  expect(managed.map(({ id }) => id).sort()).toEqual(newest.map(({ connectionId }) => connectionId).sort());
  expect(pending_operations ?? []).toEqual([]);
}

function isOf(name: string, { connectionName }: StoredConnection): boolean {
  return new RegExp(`^${name}-[0-9a-f]{7}(-\\d+)?$`).test(connectionName);
}

function generationOf({ model, fields }: StoredConnection): number {
  return Number(/\d+$/.exec(model ?? fields["BASE_URL"] ?? "")?.[0]);
}
