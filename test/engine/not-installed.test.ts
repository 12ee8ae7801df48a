// A stack whose program's dependencies are not installed, as in a fresh clone before npm ci, or not where the engine looks.
import { mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { expectSettled, said, succeeded } from "../support/outcomes";
import { createdFor, startPlatform } from "../support/platform";
import { connection, keysFor, ofEachProvider, openAi, program, withSecretKeys } from "../support/program";
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

test("a program that changes its folder before its first connection is accepted if the engine finds the package", async () => {
  const emulator = await startPlatform();
  const stack = await EngineStack.on(emulator, program('process.chdir("/");', connection("gpt4o", openAi)));
  succeeded(await stack.up());
  expect(createdFor(emulator, "gpt4o")).toHaveLength(1);
  await expectSettled(stack);
});

test("a program that finds the package where the engine doesn't look is refused, and the message names the engine's folder", async () => {
  const emulator = await startPlatform();
  const stack = await EngineStack.on(
    emulator,
    program('process.chdir("/");', connection("gpt4o", openAi)).replace(
      'require("pulumi-model-connections")',
      'require("./library/node_modules/pulumi-model-connections")',
    ),
  );
  const modules = join(stack.folder, "library/node_modules");
  mkdirSync(modules, { recursive: true });
  renameSync(
    join(stack.folder, "node_modules/pulumi-model-connections"),
    join(modules, "pulumi-model-connections"),
  );
  const run = await stack.preview();
  expect(run.code).not.toBe(0);
  expect(said(run, "error")).toContain(
    `Could not declare model connection "gpt4o": the Pulumi engine looks for pulumi-model-connections in ${stack.folder} and can't load it from there.`,
  );
  expect(emulator.connections()).toEqual([]);
});
