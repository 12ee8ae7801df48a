// Nothing of the native provider is left after a run, however the run ends, and a cancelled run waits for nothing.
import type { Emulator } from "pulumi-model-connections/emulator";
import { expectSettled, succeeded } from "../support/outcomes";
import { startPlatform } from "../support/platform";
import { until } from "../support/processes";
import { openAi } from "../support/program";
import { type EngineCommand, EngineStack } from "../support/stack";
import { yamlConnections } from "../support/yaml";

/** Much less than the time that the engine waits for a plugin that survives SIGINT, and than any Retry-After below. */
const SOON_MS = 4_000;

let emulator: Emulator;
let stack: EngineStack;

beforeEach(async () => {
  emulator = await startPlatform({ uniqueKeys: false });
  stack = await EngineStack.on(emulator, yamlConnections({ gpt4o: openAi }), { runtime: "yaml" });
});

/** An `up` whose create waits for a platform that asks for a minute's pause. */
async function waitingUp(): Promise<EngineCommand> {
  emulator.faults.inject({
    on: { operation: "create" },
    times: Infinity,
    fault: { kind: "status", status: 429, retryAfter: 60 },
  });
  const run = stack.start("up");
  await until("the first POST", () => emulator.journal().some(({ operation }) => operation === "create"));
  return run;
}

test("a run that ends normally ends at once", async () => {
  const run = stack.start("up");
  await run.until("Duration:");
  const at = Date.now();
  succeeded(await run.wait());
  expect(Date.now() - at).toBeLessThan(SOON_MS);
  expect(stack.providers()).toEqual([]);
});

test("Ctrl-C ends a wait at once: nothing was created, and the next up creates one connection", async () => {
  const run = await waitingUp();
  const at = Date.now();
  run.kill("SIGINT");
  const { code, output } = await run.wait();
  expect(Date.now() - at).toBeLessThan(SOON_MS);
  expect(code).not.toBe(0);
  expect(output).toContain("Could not create model connection");
  await stack.untilIdle(SOON_MS);
  emulator.faults.clear();
  succeeded(await stack.up());
  expect(emulator.connections()).toHaveLength(1);
  await expectSettled(stack);
});

test("Ctrl-C while a POST is on its way: its connection is in state", async () => {
  emulator.faults.inject({
    on: { operation: "create" },
    fault: { kind: "slow", milliseconds: 1_500, commitFirst: true },
  });
  const run = stack.start("up");
  await until("the POST", () => emulator.journal().some(({ operation }) => operation === "create"));
  run.kill("SIGINT");
  await run.wait();
  await stack.untilIdle();
  expect(emulator.connections()).toHaveLength(1);
  await stack.run("cancel", "--yes");
  expect(succeeded(await stack.up()).plan).toEqual({ same: 1 });
  await expectSettled(stack);
});

test("nothing is left after Ctrl-C twice", async () => {
  const run = await waitingUp();
  run.kill("SIGINT");
  run.kill("SIGINT");
  await run.wait();
  const sent = emulator.journal().length;
  await stack.untilIdle();
  expect(emulator.journal()).toHaveLength(sent);
});

// The language host for YAML is Pulumi's own, and stays.
test("after kill -9 of the engine, the provider sends nothing more and ends", async () => {
  const run = await waitingUp();
  process.kill(run.pid, "SIGKILL");
  await run.wait();
  const sent = emulator.journal().length;
  await until("the end of the provider", () => stack.providers().length === 0, 10_000);
  expect(emulator.journal()).toHaveLength(sent);
});
