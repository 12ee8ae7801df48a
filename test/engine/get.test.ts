// ModelConnection.get: reads a connection that the stack doesn't manage, or fails the run.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { said, succeeded } from "../support/outcomes";
import { requests, startPlatform, writesTo } from "../support/platform";
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
      `Could not read model connection ${unknown}: the platform knows no such connection: "There is no connection with this id." (GET /connections/${unknown}, status 404). ` +
        `Check the id, and whether ${emulator.host} is the platform that has the connection: npx pulumi-model-connections list shows the ids that the platform's API key can read.`,
    );
    expect(run.output).not.toContain("pulumi refresh");
    expect(requests(emulator)).toEqual({ get: 1 });
  }
  expect(emulator.connections()).toHaveLength(1);
});

test("a key that its owner rotates is no drift of a connection that the stack doesn't manage, at any later refresh", async () => {
  const emulator = await startPlatform();
  const { connectionId: id } = emulator.console.create({
    provider: "Open AI",
    connectionName: "of another team",
    model: "gpt-4o",
    fields: { API_KEY: "sk-somebody-elses-key" },
  });
  const stack = await EngineStack.on(emulator, reading(id));
  succeeded(await stack.up());

  for (const key of ["zz-rotated-by-its-owner", "yy-rotated-again-later"]) {
    emulator.console.exchangeKey(id, key);
    const refreshed = succeeded(await stack.refresh());
    expect(said(refreshed)).not.toContain("apiKeyDrift");
    const { found } = await managed(stack);
    expect(found?.inputs).not.toHaveProperty("apiKeyDrift");
    expect(found?.outputs).not.toHaveProperty("apiKeyDrift");
    expect(found?.outputs).toMatchObject({ maskedApiKey: `${key.slice(0, 3)}***************` });
    succeeded(await stack.refresh("--expect-no-changes"));
  }
  succeeded(await stack.up());
  expect((await managed(stack))["found"]?.outputs).not.toHaveProperty("apiKeyDrift");
  expect(writesTo(emulator)).toEqual([]);
});

test("an apiKeyDrift that an earlier version recorded for such a connection is gone after the next refresh", async () => {
  const emulator = await startPlatform();
  const { connectionId: id } = emulator.console.create({
    provider: "API",
    connectionName: "of another team",
    fields: { API_KEY: "sk-somebody-elses-key", BASE_URL: "https://api.example.com" },
  });
  const stack = await EngineStack.on(emulator, reading(id));
  succeeded(await stack.up());
  const file = join(stack.folder, "state.json");
  const state = await stack.exportState({ showSecrets: true });
  const found = state.deployment.resources?.find(({ urn }) => urn.endsWith("::found"));
  for (const properties of [found?.inputs, found?.outputs])
    Object.assign(properties ?? {}, { apiKeyDrift: "changed outside Pulumi: the platform now shows zz-***" });
  writeFileSync(file, JSON.stringify(state));
  succeeded(await stack.run("stack", "import", "--file", file));
  expect((await managed(stack))["found"]?.outputs).toHaveProperty("apiKeyDrift");

  succeeded(await stack.refresh());
  const { found: after } = await managed(stack);
  expect(after?.inputs).not.toHaveProperty("apiKeyDrift");
  expect(after?.outputs).not.toHaveProperty("apiKeyDrift");
  expect(writesTo(emulator)).toEqual([]);
});
