// Connections that the platform no longer knows: one of them is gone; all of them usually means the wrong key.
import type { Emulator } from "pulumi-model-connections/emulator";
import { bothProviders, type ProviderUnderTest } from "../support/both-providers";
import { createdFor, idFor, startPlatform } from "../support/platform";
import { keyOf, keysFor, ofEachProvider } from "../support/program";
import type { EngineStack, Run } from "../support/stack";
import { resourcesOf } from "../support/state";

const { openAi, anthropic, custom } = ofEachProvider;
const connections = { first: openAi, second: anthropic, third: custom };
const names = Object.keys(connections);
const declaredKeys = names.map((name) => [keyOf(name)]);

const keysOnPlatform = (emulator: Emulator) =>
  names.map((name) => createdFor(emulator, name).map(({ fields }) => fields["API_KEY"]));

async function stackWithThree(
  provider: ProviderUnderTest,
): Promise<{ emulator: Emulator; stack: EngineStack }> {
  const emulator = await startPlatform();
  const secrets = keysFor(connections);
  const stack = await provider.on(emulator, provider.withSecretKeys(connections), { secrets });
  expect(await stack.up()).toMatchObject({ code: 0, plan: { create: 3 } });
  return { emulator, stack };
}

function expectRefusal(run: Run) {
  expect(run.code).not.toBe(0);
  expect(run.output).toContain("the platform knows none of the connections that this run asked for");
  expect(run.output).toContain("model-connections:acceptAllGone");
  expect(run.output).toContain("MODEL_CONNECTIONS_ACCEPT_ALL_GONE=true");
}

describe.each(bothProviders)("$name", (provider) => {
  test("a deleted connection is gone while the platform knows another one, and the next up creates it again", async () => {
    const { emulator, stack } = await stackWithThree(provider);
    const id = idFor(emulator, "second");
    emulator.console.remove(id);
    // With a single target, no other connection can show that the key is right.
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
    expect(keysOnPlatform(emulator)).toEqual(declaredKeys);
  });

  test("404s for all connections leave the state unchanged until environment or configuration accepts them", async () => {
    const { emulator, stack } = await stackWithThree(provider);
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

    stack.env["MODEL_CONNECTIONS_ACCEPT_ALL_GONE"] = "true";
    expect(await stack.refresh()).toMatchObject({ code: 0, plan: { delete: 3 } });
    delete stack.env["MODEL_CONNECTIONS_ACCEPT_ALL_GONE"];
    expect(await stack.up()).toMatchObject({ code: 0, plan: { create: 3 } });
    expect(keysOnPlatform(emulator)).toEqual(declaredKeys);

    emulator.console.removeAll();
    await stack.setConfig({ "model-connections:acceptAllGone": "true" });
    // Without --run-program, a refresh uses the configuration of the last up.
    expect(await stack.refresh("--run-program")).toMatchObject({ code: 0 });
    const left = (await resourcesOf(stack)).map(({ type }) => type);
    expect(left).toContain("pulumi:pulumi:Stack");
    expect(left).not.toContain(provider.type);
    expect(emulator.connections()).toEqual([]);
  });
});
