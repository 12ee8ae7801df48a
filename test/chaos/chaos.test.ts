// Runs with 20 connections of either provider, killed at random moments. CHAOS_SEED repeats a run, CHAOS_KILLS sets the number of kills.
import { type Emulator, startEmulator } from "pulumi-model-connections/emulator";
import { expectExactlyOne, fleetProgram } from "../support/fleet";
import { type FleetStack, killUp, recover, skipCheckpoints, unlock } from "../support/killed-runs";
import { expectSettled } from "../support/outcomes";
import { rounds, type Blow, type Round } from "./plan";

jest.setTimeout(3_600_000);

const SIZE = 20;
const seed = Number(process.env["CHAOS_SEED"] ?? Date.now() % 1_000_000);
const wanted = Number(process.env["CHAOS_KILLS"] ?? 25);
const tally = new Map<string, number>();
let missed = 0;

const kills = () => [...tally.values()].reduce((sum, count) => sum + count, 0);
const count = (name: string) => tally.set(name, (tally.get(name) ?? 0) + 1);
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
async function play({ provider, skipsCheckpoints, creates, replacements }: Round): Promise<void> {
  // This platform accepts the same name or key twice.
  const emulator = await startEmulator({ uniqueNames: false, uniqueKeys: false });
  try {
    const env = skipsCheckpoints ? skipCheckpoints : {};
    const stack = await provider.on(emulator, fleetProgram({ size: SIZE, provider }), { env });
    for (const [before, blows] of [creates, replacements].entries()) {
      const fleet = { size: SIZE, provider, generation: before + 1 };
      stack.program(fleetProgram(fleet));
      for (const blow of blows)
        if (await strike({ stack, emulator }, blow, before * SIZE))
          count(`${provider.name}: ${blow.kill.name}`);
      await recover({ stack, emulator });
      await expectExactlyOne(stack, emulator, fleet);
      expectNothingPatched(emulator);
      await expectSettled(stack);
      say(
        `${SIZE} of ${SIZE}, settled with the ${provider.name}${skipsCheckpoints ? ", without checkpoints" : ""}`,
      );
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

async function strike(
  victim: FleetStack,
  { kill, depth, lateMs, parallel }: Blow,
  before: number,
): Promise<boolean> {
  const left = SIZE - (victim.emulator.connections().length - before);
  const nth = 1 + Math.floor(depth * Math.max(0, left - 1));
  expectNothingPatched(victim.emulator);
  const hit = await killUp(victim, kill, { nth, lateMs, parallel });
  if (!hit) missed++;
  const there = victim.emulator.connections().length - before;
  say(`${hit ? "killed" : "not killed"} ${kill.name}, number ${nth}, ${lateMs} ms late: ${there} there`);
  if (hit) await unlock(victim.stack);
  return hit;
}
