// Two runs of one stack at once, from two checkouts: the state's lock lets one through, and nothing is made twice.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { startEmulator, type Emulator } from "pulumi-model-connections/emulator";
import { expectExactlyOne, type Fleet, fleetProgram } from "../support/fleet";
import { expectSettled, succeeded } from "../support/outcomes";
import { until } from "../support/processes";
import { EngineStack } from "../support/stack";
import { testsWith } from "../support/tools";
import { startPostgres } from "./postgres";

const fleet: Fleet = { size: 4 };
const LOCKED = "the stack is currently locked by";

let emulator: Emulator;
beforeEach(async () => {
  emulator = await startEmulator({ uniqueNames: false, uniqueKeys: false });
});
afterEach(() => emulator.stop());

async function twoCheckouts(backend?: string): Promise<[EngineStack, EngineStack]> {
  const { host, apiKey } = emulator;
  const where = backend === undefined ? {} : { backend };
  const first = await EngineStack.create({ program: fleetProgram(fleet), host, apiKey, ...where });
  return [first, await first.checkout()];
}

const creates = () => emulator.journal().filter(({ operation }) => operation === "create").length;

/** The program of a run that isn't over before a file says so: the other one comes in between, however slow the machine. */
function waitingFor(file: string, declared: Fleet): string {
  return `${fleetProgram(declared)}
const { existsSync } = require("node:fs");
const open = setInterval(() => existsSync(${JSON.stringify(file)}) && clearInterval(open), 20);
`;
}

/** The second comes while the first is at work. */
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

/** Neither is first: the lock may turn both away, but never lets both in. */
async function expectNoTwins([first, second]: [EngineStack, EngineStack]): Promise<void> {
  const next = { ...fleet, generation: 2 };
  const go = join(first.folder, "go-on");
  for (const each of [first, second]) each.program(waitingFor(go, next));
  emulator.clearJournal();
  const running = [first.up(), second.up()];
  await Promise.race(running);
  writeFileSync(go, "");
  const turnedAway = (await Promise.all(running)).filter(({ code }) => code !== 0);
  expect(turnedAway.length).toBeGreaterThan(0);
  for (const run of turnedAway) expect(run.output).toContain(LOCKED);
  expect(creates()).toBe(turnedAway.length === 1 ? 4 : 0);
  succeeded(await second.up());
  await expectExactlyOne(second, emulator, next);
  await expectSettled(first);
}

test("on a shared folder one run wins and the other says why", async () => {
  const checkouts = await twoCheckouts();
  await expectOneWinner(checkouts);
  await expectNoTwins(checkouts);
});

const testWithPostgres = testsWith("postgres.mts");

testWithPostgres("on a PostgreSQL state backend one run wins and the other says why", async () => {
  const postgres = await startPostgres();
  try {
    const checkouts = await twoCheckouts(postgres.url);
    await expectOneWinner(checkouts);
    await expectNoTwins(checkouts);
  } finally {
    await postgres.stop();
  }
});
