// A platform that stores other forms of what it is sent, caps its lists and shows fields that a provider doesn't have.
import type { EmulatorOptions } from "pulumi-model-connections/emulator";
import { bothProviders, dynamicProvider } from "../support/both-providers";
import { expectSettled, said, succeeded } from "../support/outcomes";
import { requests, startPlatform } from "../support/platform";
import { azure, customApi, fromScratch, gateway, openAi } from "../support/program";
import { identities, managed } from "../support/state";

const normalising: EmulatorOptions = {
  canonicalForms: ["slash", "lowerCase", "prefix", "keyOrder"],
  customApiModel: true,
};
const declared = {
  gpt4o: { ...openAi, model: "GPT-4o" },
  azure,
  custom: customApi,
  gateway: { ...gateway, llmFeatures: { toolCalling: true } },
  house: { ...fromScratch, payload: { z: { b: 1, a: [] }, input: "{{prompt}}" } },
};
const COUNT = Object.keys(declared).length;

describe.each(bothProviders)("$name", (provider) => {
  test("a normalising platform: up, three times up --refresh, import of the state: one connection each, and no drift", async () => {
    const emulator = await startPlatform(normalising);
    const stack = await provider.on(emulator, provider.connections(declared));
    succeeded(await stack.up());
    const first = await identities(stack);
    for (let run = 1; run <= 3; run++)
      expect(await stack.up("--refresh", "--expect-no-changes")).toMatchObject({
        code: 0,
        plan: { same: COUNT },
      });
    await expectSettled(stack);
    expect(await identities(stack)).toEqual(first);
    expect(emulator.connections()).toHaveLength(COUNT);
    const { outputs } = (await managed(stack, { showSecrets: true }))["gpt4o"]!;
    expect(outputs).toMatchObject({ model: "GPT-4o" });
    expect(JSON.stringify(outputs)).toContain("models/gpt-4o");

    emulator.console.changeModel(first["gpt4o"]!.id, "models/gpt-4.1");
    const drifted = await stack.refresh();
    expect(drifted).toMatchObject({ code: 0, plan: { update: 1, same: COUNT - 1 } });
    expect((await managed(stack))["gpt4o"]!.outputs).toMatchObject({ model: "models/gpt-4.1" });
    emulator.console.changeModel(first["gpt4o"]!.id, "models/gpt-4o");
    succeeded(await stack.refresh());
    succeeded(await stack.up("--expect-no-changes"));
  });

  test("statuses: ACTIVE and FINALIZED are healthy, INACTIVE is switched off, and any other is reported as it is", async () => {
    const emulator = await startPlatform({ customApiModel: true });
    const stack = await provider.on(emulator, provider.connections({ gpt4o: openAi, custom: customApi }));
    succeeded(await stack.up());
    const { gpt4o, custom } = await identities(stack);
    expect(said(succeeded(await stack.refresh()))).not.toContain("on the platform");
    emulator.console.setStatus(gpt4o!.id, "INACTIVE");
    emulator.console.setStatus(custom!.id, "SUSPENDED");
    requests(emulator);
    const refreshed = said(succeeded(await stack.refresh()));
    expect(refreshed).toContain(
      `(${gpt4o!.id}) is "INACTIVE" on the platform. The provider doesn't set the status: it is switched off`,
    );
    expect(refreshed).toContain(`(${custom!.id}) is "SUSPENDED" on the platform`);
  });
});

// What these two show is decided by the hooks alone.
test("a normalising platform: lost responses, an interrupted run and an adoption end with one connection each", async () => {
  const emulator = await startPlatform({ ...normalising, uniqueNames: false, uniqueKeys: false });
  emulator.faults.inject({ on: { operation: "create" }, times: COUNT, fault: { kind: "lostAnswer" } });
  const stack = await dynamicProvider.on(emulator, dynamicProvider.connections(declared));
  succeeded(await stack.up());
  const first = await identities(stack);
  await expectSettled(stack);

  // A killed run leaves the connections, and no state has them.
  for (const name of Object.keys(first))
    succeeded(await stack.run("state", "delete", stack.urn(name), "--yes"));
  succeeded(await stack.up());
  expect(await identities(stack)).toEqual(first);
  await expectSettled(stack);

  const adopted = Object.fromEntries(
    Object.entries(declared).map(([name, args]) => [
      name,
      { ...args, connectionName: first[name]!.name, adopt: true },
    ]),
  );
  const adopting = await dynamicProvider.on(emulator, dynamicProvider.connections(adopted), {
    project: "adopting",
  });
  succeeded(await adopting.up());
  expect(await identities(adopting)).toEqual(first);
  await expectSettled(adopting);
  expect(emulator.connections()).toHaveLength(COUNT);
});

test("a platform that caps its lists blocks no create, and a connection that it can't list is not lost", async () => {
  const emulator = await startPlatform({
    defaultLimit: 20,
    largestLimit: 100,
    largerLimit: "refused",
    uniqueKeys: false,
  });
  for (let n = 0; n < 130; n++)
    emulator.console.create({
      provider: "Open AI",
      model: "other",
      connectionName: `other-${n}`,
      fields: { API_KEY: `sk-${n}` },
    });
  const stack = await dynamicProvider.on(emulator, dynamicProvider.connections(declared));
  const created = succeeded(await stack.up());
  expect(said(created)).toContain("the platform lists only 100 of its 130 connections");
  expect(emulator.connections()).toHaveLength(130 + COUNT);
  await expectSettled(stack);

  const { gpt4o } = await identities(stack);
  emulator.console.remove(gpt4o!.id);
  const refreshed = await stack.refresh();
  expect(refreshed.code).not.toBe(0);
  expect(said(refreshed, "error")).toContain("no list can confirm that the connection is deleted");
  expect(await identities(stack)).toHaveProperty("gpt4o");
});
