// ModelConnection.get: reads a connection that the stack doesn't manage, or fails the run.
import { startEmulator, type Emulator } from "pulumi-model-connections/emulator";
import { program } from "../support/program";
import { EngineStack } from "../support/stack";
import { managed, requests, said } from "../support/witnesses";

const reading = (id: string) =>
  program(
    `const found = ModelConnection.get("found", ${JSON.stringify(id)});`,
    "const { connectionName, provider, model, status, maskedApiKey, host, apiKey } = found;",
    "exports.found = { id: found.id, connectionName, provider, model, status, maskedApiKey, host, apiKey };",
  );

let emulator: Emulator;
let stack: EngineStack;
let id: string;

beforeAll(async () => {
  emulator = await startEmulator();
  id = emulator.console.create({
    provider: "Open AI",
    connectionName: "made in the console",
    model: "gpt-4o",
    fields: { API_KEY: "sk-somebody-elses-key" },
  }).connectionId;
  const { host, apiKey } = emulator;
  stack = await EngineStack.create({ program: reading(id), host, apiKey });
});
afterAll(() => emulator.stop());

test("get reads what the platform tells, with one GET a preview and one an up, and changes nothing", async () => {
  const before = emulator.connections();
  expect(await stack.preview()).toMatchObject({ code: 0, plan: { read: 1 } });
  expect(requests(emulator)).toEqual({ get: 1 });
  expect(await stack.up()).toMatchObject({ code: 0, plan: { read: 1 } });
  expect(requests(emulator)).toEqual({ get: 1 });
  const { stdout } = await stack.run("stack", "output", "found", "--json");
  expect(JSON.parse(stdout)).toEqual({
    id,
    connectionName: "made in the console",
    provider: "Open AI",
    model: "gpt-4o",
    status: "ACTIVE",
    maskedApiKey: "sk-***************",
    host: emulator.host,
  });

  emulator.console.changeModel(id, "gpt-5");
  expect(await stack.up()).toMatchObject({ code: 0 });
  expect((await managed(stack))["found"]?.outputs).toMatchObject({ model: "gpt-5" });
  expect(requests(emulator)).toEqual({ get: 1 });
  emulator.console.changeModel(id, "gpt-4o");
  expect(emulator.connections()).toEqual([{ ...before[0], modifiedOn: expect.any(String) }]);
});

test("an id that the platform doesn't know fails the preview and the up", async () => {
  const unknown = "cn-00000000-0000-4000-8000-000000000000";
  stack.program(reading(unknown));
  emulator.clearJournal();
  for (const command of ["preview", "up"] as const) {
    const run = await stack[command]();
    expect(run.code).not.toBe(0);
    expect(said(run, "error")).toContain(
      `Could not read model connection ${unknown}: the platform knows no such connection (GET /connections/${unknown}, status 404).`,
    );
    expect(requests(emulator)).toEqual({ get: 1 });
  }
  expect(emulator.connections()).toHaveLength(1);
});
