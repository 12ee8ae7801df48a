// Resource options that a dynamic resource doesn't have: replaceOnChanges.
import { succeeded } from "../support/outcomes";
import { idFor, keyOn, onPlatform, startPlatform } from "../support/platform";
import { openAi } from "../support/program";
import { EngineStack } from "../support/stack";
import { identities } from "../support/state";
import { yamlConnections } from "../support/yaml";

test("replaceOnChanges creates a new connection for a new key, and the old one keeps the old key", async () => {
  const emulator = await startPlatform();
  const options = { gpt4o: { replaceOnChanges: ["apiKey"] } };
  const stack = await EngineStack.on(emulator, yamlConnections({ gpt4o: openAi }, options), {
    runtime: "yaml",
  });
  succeeded(await stack.up());
  const old = idFor(emulator, "gpt4o");
  stack.program(yamlConnections({ gpt4o: { ...openAi, apiKey: "sk-new-key-5555" } }, options));
  expect(succeeded(await stack.up()).plan).toEqual({ replace: 1 });
  const { id } = (await identities(stack))["gpt4o"]!;
  expect(id).not.toBe(old);
  expect(keyOn(onPlatform(emulator, id))).toBe("sk-new-key-5555");
  expect(keyOn(onPlatform(emulator, old))).toBe(openAi.apiKey);
  expect(succeeded(await stack.up("--expect-no-changes")).plan).toEqual({ same: 1 });
});
