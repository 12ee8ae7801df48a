// Runs killed at fixed points: after the next `up`, every connection of every provider and form exists once and is in state.
import { writeFileSync } from "node:fs";
import { bothProviders } from "../support/both-providers";
import { expectExactlyOne, type Fleet, fleetProgram } from "../support/fleet";
import {
  afterPost,
  beforeDelete,
  beforePost,
  duringPost,
  duringReclaim,
  secondCtrlC,
} from "../support/kill-points";
import { expectKilled, newFleetStack, recover } from "../support/killed-runs";
import { expectSettled, said, succeeded } from "../support/outcomes";

/** One for each provider and form. */
const SIZE = 6;

describe.each(bothProviders)("$name", (provider) => {
  test("creates and replacements that are killed at any step happen once, and no killed run continues", async () => {
    const first: Fleet = { size: SIZE, provider, deletionPolicy: "scrub" };
    const second: Fleet = { ...first, generation: 2 };
    const victim = await newFleetStack(first);
    const { emulator, stack } = victim;
    await expectKilled(victim, beforePost);
    expect(emulator.connections()).toEqual([]);
    await expectKilled(victim, duringPost);
    expect(emulator.connections().length).toBeGreaterThan(0);
    await expectKilled(victim, duringReclaim);
    const names = emulator.connections().map(({ connectionName }) => connectionName);
    expect(new Set(names).size).toBe(names.length);
    await expectKilled(victim, afterPost);
    const finished = await recover(victim);
    expect(said(finished)).toMatch(/model connection "member\d-[0-9a-f]{7}" \(cn-[^)]+\) is reclaimed/);
    await expectExactlyOne(stack, emulator, first);

    stack.program(fleetProgram(second));
    await expectKilled(victim, secondCtrlC);
    await expectKilled(victim, beforeDelete);
    await recover(victim);
    await expectExactlyOne(stack, emulator, second);
    await expectSettled(stack);
  });
});

test("an empty file that a kill left in the file backend is removed as docs/troubleshooting.md says", async () => {
  const fleet: Fleet = { size: SIZE };
  const { stack, emulator } = await newFleetStack(fleet);
  succeeded(await stack.up());
  const attributes = Object.keys(stack.stateFiles()).find((path) => path.endsWith("dev.json.attrs"));
  writeFileSync(attributes!, "");
  expect((await stack.preview()).output).toContain("failed to load checkpoint: EOF");
  stack.removeEmptyAttributes();
  await expectExactlyOne(stack, emulator, fleet);
  await expectSettled(stack);
});
