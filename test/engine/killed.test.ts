// Runs that are killed at fixed moments: after the next `up` every connection is there once and in state, of every provider.
import { writeFileSync } from "node:fs";
import { fleetProgram, type Fleet } from "../support/fleet";
import { killed, recover, victimOf } from "../support/killed";
import { afterAnswer, beforeDelete, beforePost, inPost, secondCtrlC, whileTaking } from "../support/kills";
import { expectWhole } from "../support/whole";
import { expectSettled, said, succeeded } from "../support/witnesses";

jest.setTimeout(600_000);

const SIZE = 5;
const first: Fleet = { size: SIZE };
const second: Fleet = { size: SIZE, generation: 2 };

test("creates and replacements killed at any of their steps are made once, and no killed run goes on", async () => {
  const victim = await victimOf(first);
  const { emulator, stack } = victim;
  await killed(victim, beforePost);
  expect(emulator.connections()).toEqual([]);
  await killed(victim, inPost);
  expect(emulator.connections().length).toBeGreaterThan(0);
  await killed(victim, whileTaking);
  const names = emulator.connections().map(({ connectionName }) => connectionName);
  expect(new Set(names).size).toBe(names.length);
  await killed(victim, afterAnswer);
  const finished = await recover(victim);
  expect(said(finished)).toMatch(/took model connection "member\d-[0-9a-f]{7}" \(cn-/);
  await expectWhole(stack, emulator, first);

  stack.program(fleetProgram(second));
  await killed(victim, secondCtrlC);
  await killed(victim, beforeDelete);
  await recover(victim);
  await expectWhole(stack, emulator, second);
  await expectSettled(stack);
});

test("a kill that met the file backend between two steps of its own is cured as the page says", async () => {
  const { stack, emulator } = await victimOf(first);
  succeeded(await stack.up());
  const attributes = Object.keys(stack.stateFiles()).find((path) => path.endsWith("dev.json.attrs"));
  writeFileSync(attributes!, "");
  expect((await stack.preview()).output).toContain("failed to load checkpoint: EOF");
  stack.removeEmptyAttributes();
  await expectWhole(stack, emulator, first);
  await expectSettled(stack);
});
