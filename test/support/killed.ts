// A run that is killed on its way, what must be true right afterwards, and the steps that a user takes then.
import type { Emulator } from "pulumi-model-connections/emulator";
import { fleetProgram, type Fleet } from "./fleet";
import type { Kill } from "./kills";
import { startPlatform } from "./platform";
import { EngineStack, type Run } from "./stack";
import { until } from "./until";
import { succeeded } from "./witnesses";

export interface Victim {
  readonly stack: EngineStack;
  readonly emulator: Emulator;
}

export interface Aim {
  /** At which of the connections that get that far. */
  readonly nth?: number;
  /** How long after the moment, for aiming beside it. */
  readonly lateMs?: number;
  /** How many connections are under way at once: few leave some for the next kill. */
  readonly parallel?: number;
}

/** A fleet that is not made yet, on a platform on which nothing keeps anybody from making a connection twice. */
export async function victimOf(fleet: Fleet, env: Record<string, string> = {}): Promise<Victim> {
  const emulator = await startPlatform({ uniqueNames: false, uniqueKeys: false });
  const { host, apiKey } = emulator;
  return { stack: await EngineStack.create({ program: fleetProgram(fleet), host, apiKey, env }), emulator };
}

/** An `up` that has to be hit; the next command may come. */
export async function killed(victim: Victim, kill: Kill, aim?: Aim): Promise<void> {
  expect(await killUp(victim, kill, aim)).toBe(true);
  await unlock(victim.stack);
}

/** A request that was on its way to the socket when the engine died; the slow answers take longer than this. */
const IN_FLIGHT = 400;
const PROVIDER_ENDS_WITHIN = 10_000;

/** An `up` that is killed, until nothing of it is left. False when it was over before the moment came. */
export async function killUp({ stack, emulator }: Victim, kill: Kill, aim: Aim = {}): Promise<boolean> {
  const { nth = 1, lateMs = 0, parallel = 2 } = aim;
  emulator.clearJournal();
  for (const rule of kill.slowly) emulator.faults.inject(rule);
  const run = stack.start("up", "--parallel", String(parallel));
  const hit = await kill.moment(run, emulator, nth);
  await new Promise((resolve) => setTimeout(resolve, lateMs));
  if (hit && kill.end) await kill.end(run);
  else if (hit) run.kill("SIGKILL");
  const endedAt = Date.now();
  const { code } = await run.wait();
  const left = () => stack.processes().filter(({ command }) => command.includes("dynamic-provider"));
  await until(
    () => `the end of ${JSON.stringify(left())}`,
    () => left().length === 0,
    PROVIDER_ENDS_WITHIN,
  );
  const late = emulator.journal().filter(({ at }) => Date.parse(at) > endedAt + IN_FLIGHT);
  expect(late).toEqual([]);
  emulator.faults.clear();
  return hit && code !== 0;
}

/** design.md 5.19: the lock is taken off, an `up` finishes the work, a refresh clears what stayed pending. */
export async function recover({ stack }: Victim): Promise<Run> {
  await unlock(stack);
  const run = succeeded(await stack.up());
  succeeded(await stack.refresh("--clear-pending-creates"));
  return run;
}

export async function unlock(stack: EngineStack): Promise<void> {
  const cancelled = await stack.run("cancel", "--yes");
  if (!cancelled.output.includes("failed to load checkpoint: EOF")) return void succeeded(cancelled);
  // The kill met the file backend between two steps of its own; docs/troubleshooting.md has what helps.
  stack.removeEmptyAttributes();
  succeeded(await stack.run("cancel", "--yes"));
}

/** State is saved at the end of a run alone: faster, and nothing of a killed run is in it. */
export const skipCheckpoints = { PULUMI_SKIP_CHECKPOINTS: "true", PULUMI_EXPERIMENTAL: "true" };
