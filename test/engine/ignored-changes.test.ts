// ignoreChanges does what users expect: what is ignored stays as it is, whoever changed it.
import { startEmulator, type Emulator } from "pulumi-model-connections/emulator";
import { azure, connection, openAi, program } from "../support/program";
import { EngineStack } from "../support/stack";
import { expectSettled, identities, requests } from "../support/witnesses";

const first = {
  model: "gpt-4o",
  name: { connectionName: "by hand" },
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

let emulator: Emulator;
let stack: EngineStack;
let ids: Awaited<ReturnType<typeof identities>>;

beforeAll(async () => {
  emulator = await startEmulator();
  const { host, apiKey } = emulator;
  stack = await EngineStack.create({ program: ignoring(first), host, apiKey });
  await stack.up();
  ids = await identities(stack);
});
afterAll(() => emulator.stop());

test("an ignored model, name or key that the program changes is not sent and changes nothing", async () => {
  const before = emulator.connections();
  emulator.clearJournal();
  stack.program(ignoring(changed));
  expect(await stack.up("--skip-preview=false")).toMatchObject({ code: 0, plan: { same: 4 } });
  expect(requests(emulator)).toEqual({});
  expect(await identities(stack)).toEqual(ids);
  expect(emulator.connections()).toEqual(before);
});

test("an ignored model, name or key that somebody changes outside is left as it is, and settles", async () => {
  emulator.console.changeModel(ids["model"]!.id, "changed outside");
  emulator.console.rename(ids["name"]!.id, "renamed outside");
  emulator.console.rename(ids["autoName"]!.id, "auto-name renamed outside");
  emulator.console.exchangeKey(ids["key"]!.id, "exchanged-outside");
  const outside = emulator.connections();
  expect(await stack.refresh()).toMatchObject({ code: 0, plan: { update: 4 } });
  expect(await stack.up()).toMatchObject({ code: 0, plan: { same: 4 } });
  await expectSettled(stack);
  expect(emulator.connections()).toEqual(outside);
});
