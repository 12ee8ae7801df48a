// Runs with 20 connections, killed at random moments. CHAOS_SEED repeats a run, CHAOS_KILLS sets the number of kills.
import { type Emulator, startEmulator } from "pulumi-model-connections/emulator";
import { expectExactlyOne, fleetProgram } from "../support/fleet";
import { type FleetStack, killUp, recover, skipCheckpoints, unlock } from "../support/killed-runs";
import { expectSettled } from "../support/outcomes";
import { EngineStack } from "../support/stack";
import { rounds, type Blow, type Round } from "./plan";

jest.setTimeout(3_600_000);

const SIZE = 20;
const seed = Number(process.env["CHAOS_SEED"] ?? Date.now() % 1_000_000);
const wanted = Number(process.env["CHAOS_KILLS"] ?? 25);
const tally = new Map<string, number>();
let missed = 0;

const kills = () => [...tally.values()].reduce((sum, count) => sum + count, 0);
const say = (line: string) => void process.stderr.write(`chaos: ${line}\n`);

test(`whatever is killed, each connection exists once and is in state: ${wanted} kills, seed ${seed}`, async () => {
  say(`CHAOS_SEED=${seed} repeats this run`);
  for (const round of rounds(seed)) {
    await play(round);
    if (kills() >= wanted) break;
  }
  const kinds = [...tally].map(([name, count]) => `${count} ${name}`).join("; ");
  say(`${kills()} kills (${kinds}); ${missed} came too late; duplicated 0, lost 0; seed ${seed}`);
});

/** A stack's creates and replacements, killed and recovered. */
async function play({ skipsCheckpoints, creates, replacements }: Round): Promise<void> {
  // This platform accepts the same name or key twice.
  const emulator = await startEmulator({ uniqueNames: false, uniqueKeys: false });
  try {
    const { host, apiKey } = emulator;
    const env = skipsCheckpoints ? skipCheckpoints : {};
    const stack = await EngineStack.create({ program: fleetProgram({ size: SIZE }), host, apiKey, env });
    for (const [before, blows] of [creates, replacements].entries()) {
      const fleet = { size: SIZE, generation: before + 1 };
      stack.program(fleetProgram(fleet));
      for (const blow of blows) await strike({ stack, emulator }, blow, before * SIZE);
      await recover({ stack, emulator });
      await expectExactlyOne(stack, emulator, fleet);
      expectNothingPatched(emulator);
      await expectSettled(stack);
      say(`${SIZE} of ${SIZE}, settled${skipsCheckpoints ? ", without checkpoints" : ""}`);
    }
    stack.remove();
  } finally {
    await emulator.stop();
  }
}

/** No key changes here, so a PATCH could only come from a reclaim. */
function expectNothingPatched(emulator: Emulator): void {
  expect(emulator.journal().filter(({ operation }) => operation === "update")).toEqual([]);
}

async function strike(victim: FleetStack, { kill, depth, lateMs, parallel }: Blow, before: number) {
  const left = SIZE - (victim.emulator.connections().length - before);
  const nth = 1 + Math.floor(depth * Math.max(0, left - 1));
  expectNothingPatched(victim.emulator);
  const hit = await killUp(victim, kill, { nth, lateMs, parallel });
  if (hit) tally.set(kill.name, (tally.get(kill.name) ?? 0) + 1);
  else missed++;
  const there = victim.emulator.connections().length - before;
  say(`${hit ? "killed" : "not killed"} ${kill.name}, number ${nth}, ${lateMs} ms late: ${there} there`);
  if (hit) await unlock(victim.stack);
}
