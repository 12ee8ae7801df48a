// Two runs of one stack at once, from two checkouts: the state's lock lets one run, and nothing is created twice.
import type { Emulator } from "pulumi-model-connections/emulator";
import { bothProviders, dynamicProvider, type ProviderUnderTest } from "../support/both-providers";
import { expectExactlyOne, type Fleet, fleetProgram } from "../support/fleet";
import { expectSettled, succeeded } from "../support/outcomes";
import { startPlatform } from "../support/platform";
import { until } from "../support/processes";
import type { EngineStack } from "../support/stack";
import { testsWith } from "../support/tools";
import { startPostgres } from "./postgres";

const LOCKED = "the stack is currently locked by";

interface Checkouts {
  readonly emulator: Emulator;
  readonly fleet: Fleet;
  readonly first: EngineStack;
  readonly second: EngineStack;
}

async function twoCheckouts(provider: ProviderUnderTest, backend?: string): Promise<Checkouts> {
  const emulator = await startPlatform({ uniqueNames: false, uniqueKeys: false });
  const fleet: Fleet = { size: 4, provider };
  const where = backend === undefined ? {} : { backend };
  const first = await provider.on(emulator, fleetProgram(fleet), where);
  return { emulator, fleet, first, second: first.checkout() };
}

const count = (emulator: Emulator, operation: "list" | "create") =>
  emulator.journal().filter((entry) => entry.operation === operation).length;

/** A run waits for its first list until the faults are cleared, so that the other run always starts in between. */
function holdLists(emulator: Emulator): void {
  const fault = { kind: "status", status: 429, retryAfter: 1 } as const;
  emulator.faults.inject({ on: { operation: "list" }, times: Infinity, fault });
}

/** The second starts while the first is running. */
async function expectOneWinner({ emulator, fleet, first, second }: Checkouts): Promise<void> {
  holdLists(emulator);
  const winner = first.start("up");
  await until("the first list", () => count(emulator, "list") > 0);
  const loser = await second.up();
  emulator.faults.clear();
  expect(loser.code).not.toBe(0);
  expect(loser.output).toContain(LOCKED);
  expect(loser.steps).toEqual([]);
  expect(succeeded(await winner.wait()).plan).toEqual({ create: 4 });
  expect(count(emulator, "create")).toBe(4);
  await expectExactlyOne(first, emulator, fleet);
}

/** Both start at once: the lock may refuse both, but never accepts both. */
async function expectAtMostOneWinner({ emulator, fleet, first, second }: Checkouts): Promise<void> {
  const next = { ...fleet, generation: 2 };
  for (const each of [first, second]) each.program(fleetProgram(next));
  emulator.clearJournal();
  holdLists(emulator);
  const running = [first.up(), second.up()];
  await Promise.race(running);
  emulator.faults.clear();
  const refused = (await Promise.all(running)).filter(({ code }) => code !== 0);
  expect(refused.length).toBeGreaterThan(0);
  for (const run of refused) expect(run.output).toContain(LOCKED);
  expect(count(emulator, "create")).toBe(refused.length === 1 ? 4 : 0);
  succeeded(await second.up());
  await expectExactlyOne(second, emulator, next);
  await expectSettled(first);
}

describe.each(bothProviders)("$name", (provider) => {
  test("with a shared folder as backend, one run wins and the other reports the lock", async () => {
    const checkouts = await twoCheckouts(provider);
    await expectOneWinner(checkouts);
    await expectAtMostOneWinner(checkouts);
  });
});

const testWithPostgres = testsWith("postgres.mts");

testWithPostgres("with a PostgreSQL backend, one run wins and the other reports the lock", async () => {
  const postgres = await startPostgres();
  try {
    const checkouts = await twoCheckouts(dynamicProvider, postgres.url);
    await expectOneWinner(checkouts);
    await expectAtMostOneWinner(checkouts);
  } finally {
    await postgres.stop();
  }
});
