// Kills an `up` at a kill point, checks what must be true right afterwards, and recovers as a user would.
import type { Emulator } from "pulumi-model-connections/emulator";
import { dynamicProvider } from "./both-providers";
import { fleetProgram, type Fleet } from "./fleet";
import type { KillPoint } from "./kill-points";
import { succeeded } from "./outcomes";
import { startPlatform } from "./platform";
import { until } from "./processes";
import type { EngineStack, Run } from "./stack";

export interface FleetStack {
  readonly stack: EngineStack;
  readonly emulator: Emulator;
}

export interface Aim {
  /** Which of the connections that reach the kill point. */
  readonly nth?: number;
  /** The delay between the moment and the kill. */
  readonly lateMs?: number;
  /** How many connections are in progress at once: with few, some are left for the next kill. */
  readonly parallel?: number;
}

/** State is saved only at the end of a run: faster, and a killed run saves nothing. */
export const skipCheckpoints = { PULUMI_SKIP_CHECKPOINTS: "true", PULUMI_EXPERIMENTAL: "true" };

/** A fleet that has not been created yet, on a platform that accepts the same name or key twice. */
export async function newFleetStack(fleet: Fleet, env: Record<string, string> = {}): Promise<FleetStack> {
  const emulator = await startPlatform({ uniqueNames: false, uniqueKeys: false });
  const { provider = dynamicProvider } = fleet;
  return { stack: await provider.on(emulator, fleetProgram(fleet), { env }), emulator };
}

/** An `up` that must not end before it is killed; afterwards the stack is unlocked. */
export async function expectKilled(target: FleetStack, point: KillPoint, aim?: Aim): Promise<void> {
  expect(await killUp(target, point, aim)).toBe(true);
  await unlock(target.stack);
}

/** The longest that a request can be in flight when the engine ends; the slow responses take longer. */
const IN_FLIGHT_MS = 400;
const PROVIDER_ENDS_WITHIN_MS = 10_000;

/** Kills an `up` and waits until no process of it is left. False when the run ended before the moment. */
export async function killUp(
  { stack, emulator }: FleetStack,
  point: KillPoint,
  { nth = 1, lateMs = 0, parallel = 2 }: Aim = {},
): Promise<boolean> {
  emulator.clearJournal();
  for (const rule of point.slowly) emulator.faults.inject(rule);
  const run = stack.start("up", "--parallel", String(parallel));
  const reached = await point.reached(run, emulator, nth);
  await new Promise((resolve) => setTimeout(resolve, lateMs));
  if (reached && point.end) await point.end(run);
  else if (reached) run.kill("SIGKILL");
  const endedAt = Date.now();
  const { code } = await run.wait();
  await until(
    "the end of the provider process",
    () => stack.providers().length === 0,
    PROVIDER_ENDS_WITHIN_MS,
  );
  const late = emulator.journal().filter(({ at }) => Date.parse(at) > endedAt + IN_FLIGHT_MS);
  expect(late).toEqual([]);
  emulator.faults.clear();
  return reached && code !== 0;
}

/** What docs/troubleshooting.md says to do: unlock, `up`, and a refresh that clears pending creates. */
export async function recover({ stack }: FleetStack): Promise<Run> {
  await unlock(stack);
  const run = succeeded(await stack.up());
  succeeded(await stack.refresh("--clear-pending-creates"));
  return run;
}

export async function unlock(stack: EngineStack): Promise<void> {
  const cancelled = await stack.run("cancel", "--yes");
  if (!cancelled.output.includes("failed to load checkpoint: EOF")) return void succeeded(cancelled);
  // The kill interrupted the file backend between two of its own writes; docs/troubleshooting.md has the command.
  stack.removeEmptyAttributes();
  succeeded(await stack.run("cancel", "--yes"));
}
