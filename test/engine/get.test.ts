// ModelConnection.get: reads a connection that the stack doesn't manage, or fails the run.
import { said } from "../support/outcomes";
import { requests, startPlatform } from "../support/platform";
import { program } from "../support/program";
import { EngineStack } from "../support/stack";
import { managed } from "../support/state";

const reading = (id: string) =>
  program(
    `const found = ModelConnection.get("found", ${JSON.stringify(id)});`,
    "const { connectionName, provider, model, status, maskedApiKey, host, apiKey } = found;",
    "exports.found = { id: found.id, connectionName, provider, model, status, maskedApiKey, host, apiKey };",
  );

test("get reads the platform's values with one GET per preview and up, changes nothing, and fails on an unknown id", async () => {
  const emulator = await startPlatform();
  const { connectionId: id } = emulator.console.create({
    provider: "Open AI",
    connectionName: "made in the console",
    model: "gpt-4o",
    fields: { API_KEY: "sk-somebody-elses-key" },
  });
  const stack = await EngineStack.on(emulator, reading(id));

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

  const unknown = "cn-00000000-0000-4000-8000-000000000000";
  stack.program(reading(unknown));
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
