// ignoreChanges: an ignored field stays as it is, whether the program or somebody else changes it.
import { expectSettled } from "../support/outcomes";
import { requests, startPlatform } from "../support/platform";
import { azure, connection, openAi, program } from "../support/program";
import { EngineStack } from "../support/stack";
import { identities } from "../support/state";

const first = {
  model: "gpt-4o",
  name: { connectionName: "own name" },
  autoName: {},
  key: "azure-first-key-1",
};
const changed = {
  model: "gpt-5",
  name: { connectionName: "another name" },
  autoName: { connectionName: "a third name" },
  key: "azure-other-key-2",
};

const ignoring = ({ model, name, autoName, key }: typeof first | typeof changed) =>
  program(
    connection("model", { ...openAi, model }, '{ ignoreChanges: ["model"] }'),
    connection("name", { ...openAi, model: "o3", ...name }, '{ ignoreChanges: ["connectionName"] }'),
    connection("autoName", { ...azure, ...autoName }, '{ ignoreChanges: ["connectionName"] }'),
    connection("key", { ...azure, model: "GPT-5", apiKey: key }, '{ ignoreChanges: ["apiKey"] }'),
  );

test("an ignored model, name or key that changes in the program or outside Pulumi is left as it is", async () => {
  const emulator = await startPlatform();
  const stack = await EngineStack.on(emulator, ignoring(first));
  await stack.up();
  const ids = await identities(stack);

  const before = emulator.connections();
  emulator.clearJournal();
  stack.program(ignoring(changed));
  expect(await stack.up("--skip-preview=false")).toMatchObject({ code: 0, plan: { same: 4 } });
  expect(requests(emulator)).toEqual({});
  expect(await identities(stack)).toEqual(ids);
  expect(emulator.connections()).toEqual(before);

  emulator.console.changeModel(ids["model"]!.id, "changed outside");
  emulator.console.rename(ids["name"]!.id, "renamed outside");
  emulator.console.rename(ids["autoName"]!.id, "auto-name renamed outside");
  emulator.console.exchangeKey(ids["key"]!.id, "changed-outside");
  const outside = emulator.connections();
  expect(await stack.refresh()).toMatchObject({ code: 0, plan: { update: 4 } });
  expect(await stack.up()).toMatchObject({ code: 0, plan: { same: 4 } });
  await expectSettled(stack);
  expect(emulator.connections()).toEqual(outside);
});
