// Two runs of one stack at once, from two checkouts: the state's lock lets one run, and nothing is created twice.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Emulator } from "pulumi-model-connections/emulator";
import { expectExactlyOne, type Fleet, fleetProgram } from "../support/fleet";
import { expectSettled, succeeded } from "../support/outcomes";
import { startPlatform } from "../support/platform";
import { until } from "../support/processes";
import { EngineStack } from "../support/stack";
import { testsWith } from "../support/tools";
import { startPostgres } from "./postgres";

const fleet: Fleet = { size: 4 };
const LOCKED = "the stack is currently locked by";

let emulator: Emulator;
beforeEach(async () => {
  emulator = await startPlatform({ uniqueNames: false, uniqueKeys: false });
});

async function twoCheckouts(backend?: string): Promise<[EngineStack, EngineStack]> {
  const { host, apiKey } = emulator;
  const where = backend === undefined ? {} : { backend };
  const first = await EngineStack.create({ program: fleetProgram(fleet), host, apiKey, ...where });
  return [first, first.checkout()];
}

const creates = () => emulator.journal().filter(({ operation }) => operation === "create").length;

/** The program of a run that continues until a file exists, so that the other run always starts in between. */
function waitingFor(file: string, declared: Fleet): string {
  return `${fleetProgram(declared)}
const { existsSync } = require("node:fs");
const open = setInterval(() => existsSync(${JSON.stringify(file)}) && clearInterval(open), 20);
`;
}

/** The second starts while the first is running. */
async function expectOneWinner([first, second]: [EngineStack, EngineStack]): Promise<void> {
  const go = join(first.folder, "go");
  first.program(waitingFor(go, fleet));
  const winner = first.start("up");
  await until("the first POST", () => creates() > 0);
  const loser = await second.up();
  writeFileSync(go, "");
  expect(loser.code).not.toBe(0);
  expect(loser.output).toContain(LOCKED);
  expect(loser.steps).toEqual([]);
  expect(succeeded(await winner.wait()).plan).toEqual({ create: 4 });
  expect(creates()).toBe(4);
  await expectExactlyOne(first, emulator, fleet);
}

/** Both start at once: the lock may refuse both, but never accepts both. */
async function expectAtMostOneWinner([first, second]: [EngineStack, EngineStack]): Promise<void> {
  const next = { ...fleet, generation: 2 };
  const go = join(first.folder, "go-on");
  for (const each of [first, second]) each.program(waitingFor(go, next));
  emulator.clearJournal();
  const running = [first.up(), second.up()];
  await Promise.race(running);
  writeFileSync(go, "");
  const refused = (await Promise.all(running)).filter(({ code }) => code !== 0);
  expect(refused.length).toBeGreaterThan(0);
  for (const run of refused) expect(run.output).toContain(LOCKED);
  expect(creates()).toBe(refused.length === 1 ? 4 : 0);
  succeeded(await second.up());
  await expectExactlyOne(second, emulator, next);
  await expectSettled(first);
}

test("with a shared folder as backend, one run wins and the other reports the lock", async () => {
  const checkouts = await twoCheckouts();
  await expectOneWinner(checkouts);
  await expectAtMostOneWinner(checkouts);
});

const testWithPostgres = testsWith("postgres.mts");

testWithPostgres("with a PostgreSQL backend, one run wins and the other reports the lock", async () => {
  const postgres = await startPostgres();
  try {
    const checkouts = await twoCheckouts(postgres.url);
    await expectOneWinner(checkouts);
    await expectAtMostOneWinner(checkouts);
  } finally {
    await postgres.stop();
  }
});
