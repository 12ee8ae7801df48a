// Host and key of the platform: an error at preview when missing, refused when unsafe, read from configuration or environment.
import { createdFor, startPlatform } from "../support/platform";
import { keyOf, keysFor, ofEachProvider, withSecretKeys } from "../support/program";
import { EngineStack } from "../support/stack";

const connections = { gpt4o: ofEachProvider.openAi };

test("missing settings fail at preview and the error names both ways to set each; the environment alone is enough", async () => {
  const emulator = await startPlatform();
  const stack = await EngineStack.create({
    program: withSecretKeys(connections),
    secrets: keysFor(connections),
  });
  const bare = await stack.preview();
  expect(bare.code).not.toBe(0);
  for (const way of [
    "model-connections:host is missing",
    "pulumi config set model-connections:host",
    "MODEL_CONNECTIONS_HOST",
    "model-connections:apiKey is missing",
    "pulumi config set --secret model-connections:apiKey",
    "MODEL_CONNECTIONS_API_KEY",
  ])
    expect(bare.output).toContain(way);

  stack.env["MODEL_CONNECTIONS_HOST"] = emulator.url;
  stack.env["MODEL_CONNECTIONS_API_KEY"] = emulator.apiKey;
  expect(await stack.up()).toMatchObject({ code: 0, plan: { create: 1 } });
  expect(await stack.preview("--expect-no-changes")).toMatchObject({ code: 0 });
  expect(createdFor(emulator, "gpt4o")).toMatchObject([{ fields: { API_KEY: keyOf("gpt4o") } }]);

  // The stack's configuration has priority over the environment, so its wrong key is sent.
  await stack.setConfig({}, { secrets: { "model-connections:apiKey": "emu-not-a-key" } });
  const refused = await stack.refresh("--run-program");
  expect(refused.code).not.toBe(0);
  expect(refused.output).toContain("the platform did not accept the API key");
});

test("plain http to anything but loopback is refused before any request, unless it is allowed", async () => {
  const emulator = await startPlatform();
  const stack = await EngineStack.create({
    program: withSecretKeys(connections),
    // This machine, by an address that isn't a loopback address.
    host: emulator.url.replace("127.0.0.1", "0.0.0.0"),
    apiKey: emulator.apiKey,
    secrets: keysFor(connections),
  });
  for (const run of [await stack.preview(), await stack.up()]) {
    expect(run.code).not.toBe(0);
    expect(run.output).toContain(
      "model-connections:host is plain http, which would send the key unencrypted",
    );
    expect(run.output).toContain("model-connections:allowInsecureHttp");
    expect(run.output).not.toContain(emulator.apiKey);
  }
  expect(emulator.journal()).toEqual([]);

  await stack.setConfig({ "model-connections:allowInsecureHttp": "true" });
  expect(await stack.up()).toMatchObject({ code: 0, plan: { create: 1 } });
  expect(createdFor(emulator, "gpt4o")).toHaveLength(1);
});
