// Ctrl-C while a hook waits for a failing platform: the engine waits for the hook, the hook ends by its deadline, and nothing is lost.
import type { Emulator, FaultRule } from "pulumi-model-connections/emulator";
import { bothProviders, nativeProvider } from "../support/both-providers";
import { expectSettled, said, succeeded } from "../support/outcomes";
import { keyOn, onPlatform, startPlatform } from "../support/platform";
import { until } from "../support/processes";
import { fromScratch, gateway, openAi } from "../support/program";
import type { EngineStack } from "../support/stack";
import { identities } from "../support/state";

const SECONDS = 10;
/** The hook's deadline, and the time that the engine needs to save its state and end. */
const BOUND = SECONDS * 1_000 + 8_000;
const rotated = {
  gpt4o: { ...openAi, apiKey: `${openAi.apiKey}-rotated` },
  gateway: { ...gateway, headers: { Authorization: `${gateway.headers.Authorization}-rotated` } },
  house: { ...fromScratch, headers: { "x-api-key": `${fromScratch.headers["x-api-key"]}-rotated` } },
};
const declared = { gpt4o: openAi, gateway, house: fromScratch };

let emulator: Emulator;
let stack: EngineStack;

/** Ends an `up` with one Ctrl-C once `count` requests of the operation have failed. */
async function interruptedUp(operation: "create" | "update", fault: FaultRule["fault"], count: number) {
  emulator.clearJournal();
  emulator.faults.inject({ on: { operation }, times: Infinity, fault });
  const run = stack.start("up");
  const sent = () => emulator.journal().filter((entry) => entry.operation === operation).length;
  await until(`${operation} number ${count}`, () => sent() >= count, 60_000);
  const at = Date.now();
  run.kill("SIGINT");
  const ended = await run.wait();
  expect(Date.now() - at).toBeLessThan(BOUND);
  expect(ended.code).not.toBe(0);
  await stack.untilIdle();
  emulator.faults.clear();
  return ended;
}

describe.each(bothProviders)("$name", (provider) => {
  beforeEach(async () => {
    emulator = await startPlatform({ uniqueNames: false, uniqueKeys: false });
    stack = await provider.on(emulator, provider.connections({ gpt4o: openAi }), {
      // More retries than fit before the deadline, so that only the deadline ends them.
      config: { "model-connections:timeoutSeconds": String(SECONDS), "model-connections:maxRetries": "20" },
    });
  });

  // The native provider's pause ends at once, so its error need not be that of the last attempt. It has the platform's reason, too.
  const lastSaid = provider === nativeProvider ? "This response was injected." : "status 503";
  // The forms differ only in what the hooks send.
  const names = provider === nativeProvider ? (["gpt4o"] as const) : (["gpt4o", "gateway", "house"] as const);

  test.each(names)(
    "Ctrl-C during the retries of a PATCH: the state keeps the old key of %s, and the next up sends the new one",
    async (name) => {
      stack.program(provider.connections({ [name]: declared[name] }));
      succeeded(await stack.up());
      const before = await identities(stack);
      const key = () => keyOn(onPlatform(emulator, before[name]!.id));
      const first = key();
      stack.program(provider.connections({ [name]: rotated[name] }));
      const run = await interruptedUp("update", { kind: "status", status: 503 }, 2);
      expect(said(run, "error")).toContain(lastSaid);
      expect(await identities(stack)).toEqual(before);
      expect(key()).toBe(first);
      expect(await stack.up()).toMatchObject({ code: 0, plan: { update: 1 } });
      expect(key()).toBe(`${first}-rotated`);
      await expectSettled(stack);
    },
  );

  test("Ctrl-C while a POST has no response: the connection is in state, or the next up reclaims it", async () => {
    await interruptedUp("create", { kind: "hang", commit: true }, 1);
    expect(emulator.connections()).toHaveLength(1);
    succeeded(await stack.up());
    expect(emulator.connections()).toHaveLength(1);
    expect((await identities(stack))["gpt4o"]!.id).toBe(emulator.connections()[0]!.connectionId);
    await expectSettled(stack);
  });

  test("Ctrl-C during the lists after a failed POST: no connection was created, and the next up creates one", async () => {
    await interruptedUp("create", { kind: "status", status: 500 }, 2);
    expect(emulator.connections()).toEqual([]);
    expect(await stack.up()).toMatchObject({ code: 0, plan: { create: 1 } });
    expect(emulator.connections()).toHaveLength(1);
    await expectSettled(stack);
  });
});
