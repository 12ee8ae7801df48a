// What only the native provider does about drift: messages under their resource, and a status that nobody declares.
import type { Emulator } from "pulumi-model-connections/emulator";
import { nativeType } from "../support/event-log";
import { expectSettled, succeeded } from "../support/outcomes";
import { startPlatform, writesTo } from "../support/platform";
import { openAi } from "../support/program";
import { EngineStack } from "../support/stack";
import { identities } from "../support/state";
import { yamlConnections } from "../support/yaml";

let emulator: Emulator;
let stack: EngineStack;
let id: string;

beforeEach(async () => {
  emulator = await startPlatform({ uniqueKeys: false });
  stack = await EngineStack.on(emulator, yamlConnections({ gpt4o: openAi }), { runtime: "yaml" });
  succeeded(await stack.up());
  id = (await identities(stack))["gpt4o"]!.id;
  emulator.clearJournal();
});

test("a changed model is shown under its resource, and up replaces the connection", async () => {
  emulator.console.changeModel(id, "gpt-4");
  const { plan, steps, diagnostics } = succeeded(await stack.refresh());
  expect(plan).toEqual({ update: 1 });
  expect(steps.find(({ type }) => type === nativeType)?.diffs).toEqual(["model"]);
  expect(diagnostics).toContainEqual({
    severity: "info",
    message: expect.stringMatching(/^drift: .*model/),
    urn: stack.urn("gpt4o"),
  });
  expect(succeeded(await stack.up()).plan).toEqual({ replace: 1 });
  await expectSettled(stack);
});

test("a status that the program does not declare is shown once by refresh, and up has nothing to do", async () => {
  emulator.console.setStatus(id, "INACTIVE");
  const check = await stack.run("refresh", "--preview-only", "--diff", "--expect-no-changes");
  expect(check.code).not.toBe(0);
  expect(check.output).toMatch(/~ status *: "ACTIVE" => "INACTIVE"/);
  expect(succeeded(await stack.refresh()).plan).toEqual({ update: 1 });
  expect(succeeded(await stack.refresh("--expect-no-changes")).plan).toEqual({ same: 1 });
  const up = succeeded(await stack.up("--expect-no-changes"));
  expect(up.diagnostics).toContainEqual(
    expect.objectContaining({ severity: "warning", urn: stack.urn("gpt4o") }),
  );
  expect(writesTo(emulator)).toEqual([]);
});

test("a deleted connection is created again", async () => {
  emulator.console.remove(id);
  stack.env["MODEL_CONNECTIONS_ACCEPT_ALL_GONE"] = "true";
  expect(succeeded(await stack.refresh()).plan).toEqual({ delete: 1 });
  expect(succeeded(await stack.up()).plan).toEqual({ create: 1 });
  await expectSettled(stack);
});
