// Kills at random moments of runs with 20 connections: `npm run test:chaos`, again as it was with CHAOS_SEED, more with CHAOS_KILLS.
import { startEmulator } from "pulumi-model-connections/emulator";
import { fleetProgram } from "../engine/harness/fleet";
import { killUp, recover, skipCheckpoints, unlock, type Victim } from "../engine/harness/killed";
import { EngineStack } from "../engine/harness/stack";
import { expectWhole } from "../engine/harness/whole";
import { expectSettled } from "../engine/harness/witnesses";
import { planned, type Blow } from "./plan";

jest.setTimeout(1_800_000);

const SIZE = 20;
const seed = Number(process.env["CHAOS_SEED"] ?? Date.now() % 1_000_000);
const kills = Number(process.env["CHAOS_KILLS"] ?? 25);
const rounds = planned(seed, kills);
const tally = new Map<string, number>();
let missed = 0;

const say = (line: string) => void process.stderr.write(`chaos: ${line}\n`);
say(`seed ${seed}, ${kills} kills in ${rounds.length} rounds; the same again with CHAOS_SEED=${seed}`);

test.each(rounds.map((round, index) => ({ ...round, index })))(
  `round $index of seed ${seed}: whatever was killed, each connection is there once and in state`,
  async ({ index, skipsCheckpoints, creates, replacements }) => {
    // Nothing on this platform keeps anybody from making a connection twice.
    const emulator = await startEmulator({ uniqueNames: false, uniqueKeys: false });
    try {
      const { host, apiKey } = emulator;
      const env = skipsCheckpoints ? skipCheckpoints : {};
      const stack = await EngineStack.create({ program: fleetProgram({ size: SIZE }), host, apiKey, env });
      const phases = [creates, replacements].filter((blows) => blows.length > 0);
      for (const [before, blows] of phases.entries()) {
        const fleet = { size: SIZE, generation: before + 1 };
        stack.program(fleetProgram(fleet));
        for (const blow of blows) await strike({ stack, emulator }, blow, before * SIZE);
        await recover({ stack, emulator });
        await expectWhole(stack, emulator, fleet);
        await expectSettled(stack);
        say(`round ${index}${skipsCheckpoints ? " without checkpoints" : ""}: ${SIZE} of ${SIZE}, settled`);
      }
      stack.remove();
    } finally {
      await emulator.stop();
    }
  },
);

test("the number of kills is the one asked for, less those that came too late", () => {
  const kinds = [...tally].map(([name, count]) => `${count} ${name}`).join("; ");
  const total = [...tally.values()].reduce((sum, count) => sum + count, 0);
  say(
    `${total} kills (${kinds}); ${missed} came after the end of their run; doubled 0, lost 0; seed ${seed}`,
  );
  expect(total + missed).toBe(kills);
  expect(total).toBeGreaterThanOrEqual(kills * 0.8);
});

async function strike(victim: Victim, { kill, depth, lateMs, parallel }: Blow, before: number) {
  const left = SIZE - (victim.emulator.connections().length - before);
  const nth = 1 + Math.floor(depth * Math.max(0, left - 1));
  const hit = await killUp(victim, kill, { nth, lateMs, parallel });
  if (hit) tally.set(kill.name, (tally.get(kill.name) ?? 0) + 1);
  else missed++;
  const there = victim.emulator.connections().length - before;
  say(`${hit ? "killed" : "not killed"} ${kill.name}, number ${nth}, ${lateMs} ms late: ${there} there`);
  if (hit) await unlock(victim.stack);
}
