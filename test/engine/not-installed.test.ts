// A stack whose program's dependencies are not installed, as in a fresh clone before npm ci.
import { renameSync } from "node:fs";
import { join } from "node:path";
import { expectSettled, succeeded } from "../support/outcomes";
import { startPlatform } from "../support/platform";
import { keysFor, ofEachProvider, withSecretKeys } from "../support/program";
import { EngineStack } from "../support/stack";

test("refresh without node_modules fails at once, says what is missing, and leaves the stack unlocked", async () => {
  const connections = { gpt4o: ofEachProvider.openAi };
  const stack = await EngineStack.on(await startPlatform(), withSecretKeys(connections), {
    secrets: keysFor(connections),
    timeoutMs: 60_000,
  });
  succeeded(await stack.up());
  const [installed, removed] = [join(stack.folder, "node_modules"), join(stack.folder, "removed")];

  renameSync(installed, removed);
  const { code, output } = await stack.refresh();
  expect(code).toBe(1);
  expect(output).toContain(`@pulumi/pulumi is not installed in ${stack.folder}: install the dependencies`);
  expect(Object.keys(stack.stateFiles()).filter((path) => path.includes("/locks/"))).toEqual([]);

  renameSync(removed, installed);
  await expectSettled(stack);
});
