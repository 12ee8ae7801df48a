// Killed runs that save their state at the end alone: the next `up` finds everything that they have made.
import { fleetProgram, type Fleet } from "../support/fleet";
import { killed, recover, skipCheckpoints, victimOf } from "../support/killed";
import { whileScrubbing, beforeSaving, inPostCommittedLate } from "../support/kills";
import { expectWhole } from "../support/whole";
import { expectSettled, said } from "../support/witnesses";

jest.setTimeout(600_000);

const SIZE = 5;
const first: Fleet = { size: SIZE, deletionPolicy: "scrub" };
const second: Fleet = { ...first, generation: 2 };

test("without checkpoints everything that a killed run has made is found again", async () => {
  const victim = await victimOf(first, skipCheckpoints);
  const { emulator, stack } = victim;
  await killed(victim, inPostCommittedLate, { nth: 3 });
  await killed(victim, beforeSaving, { nth: SIZE });
  const made = emulator.connections().length;
  const finished = await recover(victim);
  expect(said(finished).match(/took model connection/g)).toHaveLength(made);
  await expectWhole(stack, emulator, first);

  stack.program(fleetProgram(second));
  await killed(victim, whileScrubbing);
  await recover(victim);
  await expectWhole(stack, emulator, second);
  await expectSettled(stack);
});
