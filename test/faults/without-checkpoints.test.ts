// Killed runs that save state only at their end: the next `up` finds every connection that they created.
import { bothProviders } from "../support/both-providers";
import { expectExactlyOne, type Fleet, fleetProgram } from "../support/fleet";
import { beforePostIsCommitted, beforeSaving, duringScrub } from "../support/kill-points";
import { expectKilled, newFleetStack, recover, skipCheckpoints } from "../support/killed-runs";
import { expectSettled, said, succeeded } from "../support/outcomes";

/** One for each provider and form. */
const SIZE = 6;

describe.each(bothProviders)("$name", (provider) => {
  const first: Fleet = { size: SIZE, provider, deletionPolicy: "scrub" };
  const second: Fleet = { ...first, generation: 2 };

  test("without checkpoints, every connection that a killed run created is reclaimed", async () => {
    const victim = await newFleetStack(first, skipCheckpoints);
    const { emulator, stack } = victim;
    await expectKilled(victim, beforePostIsCommitted, { nth: 3 });
    await expectKilled(victim, beforeSaving, { nth: SIZE });
    const created = emulator.connections().length;
    const finished = await recover(victim);
    expect(said(finished).match(/is reclaimed/g)).toHaveLength(created);
    expect(emulator.journal().filter(({ operation }) => operation === "update")).toEqual([]);
    await expectExactlyOne(stack, emulator, first);
    await expectSettled(stack);
  });

  test("without checkpoints, a run that is killed while it scrubs leaves one connection each, and no kept key is scrubbed", async () => {
    const victim = await newFleetStack(first, skipCheckpoints);
    const { emulator, stack } = victim;
    succeeded(await stack.up());
    stack.program(fleetProgram(second));
    await expectKilled(victim, duringScrub);
    await recover(victim);
    await expectExactlyOne(stack, emulator, second);
    await expectSettled(stack);
  });
});
