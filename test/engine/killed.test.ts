// Runs that are killed at fixed moments: after the next `up` every connection is there once and in state, of every provider.
import { writeFileSync } from "node:fs";
import { startEmulator } from "pulumi-model-connections/emulator";
import { fleetProgram, type Fleet } from "./harness/fleet";
import { killUp, recover, skipCheckpoints, unlock, type Victim } from "./harness/killed";
import {
  afterAnswer,
  beforeDelete,
  beforePost,
  beforeSaving,
  inPost,
  inPostCommittedLate,
  secondCtrlC,
  whileTaking,
} from "./harness/kills";
import { EngineStack } from "./harness/stack";
import { expectWhole } from "./harness/whole";
import { expectSettled, said, succeeded } from "./harness/witnesses";

jest.setTimeout(600_000);

const SIZE = 5;
const first: Fleet = { size: SIZE };
const second: Fleet = { size: SIZE, generation: 2 };
const started: Victim[] = [];

afterAll(() => Promise.all(started.map(({ emulator }) => emulator.stop())));

/** Nothing on this platform keeps anybody from making a connection twice. */
async function victim(env: Record<string, string> = {}): Promise<Victim> {
  const emulator = await startEmulator({ uniqueNames: false, uniqueKeys: false });
  const { host, apiKey } = emulator;
  const stack = await EngineStack.create({ program: fleetProgram(first), host, apiKey, env });
  started.push({ stack, emulator });
  return { stack, emulator };
}

async function kill(
  killed: Victim,
  ...aimed: Parameters<typeof killUp> extends [unknown, ...infer Rest] ? Rest : never
) {
  expect(await killUp(killed, ...aimed)).toBe(true);
  await unlock(killed.stack);
}

test("creates and replacements killed at any of their steps are made once, and no killed run goes on", async () => {
  const killed = await victim();
  const { emulator, stack } = killed;
  await kill(killed, beforePost);
  expect(emulator.connections()).toEqual([]);
  await kill(killed, inPost);
  expect(emulator.connections().length).toBeGreaterThan(0);
  await kill(killed, whileTaking);
  const names = emulator.connections().map(({ connectionName }) => connectionName);
  expect(new Set(names).size).toBe(names.length);
  await kill(killed, afterAnswer);
  const finished = await recover(killed);
  expect(said(finished)).toMatch(/took model connection "member\d-[0-9a-f]{7}" \(cn-/);
  await expectWhole(stack, emulator, first);

  stack.program(fleetProgram(second));
  await kill(killed, secondCtrlC);
  await kill(killed, beforeDelete);
  await recover(killed);
  await expectWhole(stack, emulator, second);
  await expectSettled(stack);
});

test("without checkpoints everything that a killed run has made is found again", async () => {
  const killed = await victim(skipCheckpoints);
  const { emulator, stack } = killed;
  await kill(killed, inPostCommittedLate, { nth: 3 });
  await kill(killed, beforeSaving, { nth: SIZE });
  const made = emulator.connections().length;
  const finished = await recover(killed);
  expect(said(finished).match(/took model connection/g)).toHaveLength(made);
  await expectWhole(stack, emulator, first);

  stack.program(fleetProgram(second));
  await kill(killed, beforeDelete);
  await recover(killed);
  await expectWhole(stack, emulator, second);
  await expectSettled(stack);
});

test("a kill that met the file backend between two steps of its own is cured as the page says", async () => {
  const { stack, emulator } = await victim();
  succeeded(await stack.up());
  const attributes = Object.keys(stack.stateFiles()).find((path) => path.endsWith("dev.json.attrs"));
  writeFileSync(attributes!, "");
  expect((await stack.preview()).output).toContain("failed to load checkpoint: EOF");
  stack.removeEmptyAttributes();
  await expectWhole(stack, emulator, first);
  await expectSettled(stack);
});
