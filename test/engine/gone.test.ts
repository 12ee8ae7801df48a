// Connections that the platform doesn't know any more: one is "gone", all of them are more often the wrong key.
import type { Emulator } from "pulumi-model-connections/emulator";
import { declare, keysFor, keyOf } from "../support/declare";
import { connectionType } from "../support/event-log";
import { idFor, madeFor, startPlatform } from "../support/platform";
import { ofEachProvider } from "../support/program";
import { resourcesOf } from "../support/resources";
import { EngineStack, type Run } from "../support/stack";

const { openAi, anthropic, custom } = ofEachProvider;
const connections = { first: openAi, second: anthropic, third: custom };
const names = Object.keys(connections);

let emulator: Emulator;
let stack: EngineStack;

beforeAll(async () => {
  emulator = await startPlatform();
  const { host, apiKey } = emulator;
  stack = await EngineStack.create({
    program: declare(connections),
    host,
    apiKey,
    secrets: keysFor(connections),
  });
  expect(await stack.up()).toMatchObject({ code: 0, plan: { create: 3 } });
});

function expectRefusal(run: Run) {
  expect(run.code).not.toBe(0);
  expect(run.output).toContain("the platform knows none of the connections that were asked for");
  expect(run.output).toContain("model-connections:acceptAllGone");
  expect(run.output).toContain("MODEL_CONNECTIONS_ACCEPT_ALL_GONE=true");
}

const keysOnPlatform = () =>
  names.map((name) => madeFor(emulator, name).map(({ fields }) => fields["API_KEY"]));
const declaredKeys = names.map((name) => [keyOf(name)]);

test("with another one known, a deleted connection is gone, and the next up makes it anew", async () => {
  const id = idFor(emulator, "second");
  emulator.console.remove(id);
  // Nothing else is asked, so nothing can show that the key is right.
  const before = await resourcesOf(stack);
  expectRefusal(await stack.refresh("--target", stack.urn("second")));
  expect(await resourcesOf(stack)).toEqual(before);

  const refresh = await stack.refresh();
  expect(refresh).toMatchObject({ code: 0, plan: { delete: 1, same: 2 } });
  expect(refresh.steps.find(({ op }) => op === "delete")?.urn).toBe(stack.urn("second"));
  expect(await stack.up()).toMatchObject({ code: 0, plan: { create: 1, same: 2 } });
  expect(await stack.refresh("--expect-no-changes")).toMatchObject({ code: 0, plan: { same: 3 } });
  expect(idFor(emulator, "second")).not.toBe(id);
  expect(emulator.connections()).toHaveLength(3);
  expect(keysOnPlatform()).toEqual(declaredKeys);
});

test("honest 404s for all connections leave the state as it is and name the way out", async () => {
  const before = await resourcesOf(stack);
  emulator.console.removeAll();
  // What the key of another workspace sees.
  emulator.console.create({
    ...openAi,
    connectionName: "somebody else's",
    fields: { API_KEY: "sk-foreign" },
  });
  for (const args of [[], ["--parallel", "1"], ["--run-program"]]) {
    expectRefusal(await stack.refresh(...args));
    expect(await resourcesOf(stack)).toEqual(before);
  }
  expect(emulator.connections()).toHaveLength(1);
});

test("accepted by environment or configuration, all of them leave the state, and up makes them anew", async () => {
  stack.env["MODEL_CONNECTIONS_ACCEPT_ALL_GONE"] = "true";
  expect(await stack.refresh()).toMatchObject({ code: 0, plan: { delete: 3 } });
  delete stack.env["MODEL_CONNECTIONS_ACCEPT_ALL_GONE"];
  expect(await stack.up()).toMatchObject({ code: 0, plan: { create: 3 } });
  expect(keysOnPlatform()).toEqual(declaredKeys);

  emulator.console.removeAll();
  await stack.setConfig({ "model-connections:acceptAllGone": "true" });
  // Without --run-program a refresh takes the configuration of the last up.
  expect(await stack.refresh("--run-program")).toMatchObject({ code: 0 });
  const left = (await resourcesOf(stack)).map(({ type }) => type);
  expect(left).toContain("pulumi:pulumi:Stack");
  expect(left).not.toContain(connectionType);
  expect(emulator.connections()).toEqual([]);
});
