// docs/moving-from-a-hand-written-provider.md, step by step: the connection that the old class created is kept.
import ts from "typescript";
import { fences } from "../docs/fences";
import { expectSettled } from "../support/outcomes";
import { startPlatform, writesTo } from "../support/platform";
import { EngineStack } from "../support/stack";
import { identities } from "../support/state";

const [before, after] = fences()
  .filter(
    ({ page, language }) => page.endsWith("/moving-from-a-hand-written-provider.md") && language === "ts",
  )
  .map(
    ({ text }) =>
      ts.transpileModule(text, { compilerOptions: { target: ts.ScriptTarget.ES2022 } }).outputText,
  );

test("the move adopts the old resource's connection, and creates and loses none", async () => {
  const emulator = await startPlatform();
  const { host, apiKey } = emulator;
  const stack = await EngineStack.create({
    program: before!,
    config: { "scratch:platform": `http://${host}` },
    secrets: { "scratch:supportKey": "sk-of-support-before", "scratch:platformKey": apiKey },
  });
  expect((await stack.up()).code).toBe(0);
  const [created] = emulator.connections();

  stack.program(after!);
  await stack.setConfig(
    { "model-connections:host": host },
    { secrets: { "model-connections:apiKey": apiKey, "scratch:supportKey": "sk-of-support-after" } },
  );
  expect((await stack.preview()).output).toMatch(/\+ 1 to create\n +- 1 to delete/);
  expect(await stack.up()).toMatchObject({ code: 0, plan: { create: 1 } });
  expect((await identities(stack))["support"]!.id).toBe(created!.connectionId);
  await expectSettled(stack);

  expect(writesTo(emulator).map(({ operation }) => operation)).toEqual(["create", "update"]);
  const { connectionId, fields } = emulator.connections()[0]!;
  expect(emulator.connections()).toHaveLength(1);
  expect([connectionId, fields["API_KEY"]]).toEqual([created!.connectionId, "sk-of-support-after"]);
});
