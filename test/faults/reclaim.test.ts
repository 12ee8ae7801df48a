// Nobody else's: two stacks that share project, name, arguments and key, and forced replacements, each young and old.
import type { Emulator } from "pulumi-model-connections/emulator";
import { bothProviders, dynamicProvider, type ProviderUnderTest } from "../support/both-providers";
import { expectSettled, said, succeeded } from "../support/outcomes";
import { age, onPlatform, requests, startPlatform } from "../support/platform";
import { openAi } from "../support/program";
import type { EngineStack } from "../support/stack";
import { identities, managed } from "../support/state";

const THREE_DAYS = 72;
const declared = { gpt4o: { ...openAi, deletionPolicy: "scrub" } };
/** For a stack whose connection a test ages: the new date is not a change outside Pulumi. */
const unwatched = { "model-connections:watchModifiedOn": "false" };
const key = (emulator: Emulator, id: string) => onPlatform(emulator, id).fields["API_KEY"];

describe.each(bothProviders)("$name", (provider) => {
  test("a new stack under a renamed stack's old name doesn't take an old connection, and announces that it takes a young one", async () => {
    const { emulator, prod, prodId } = await renamed(provider);
    age(emulator, prodId, THREE_DAYS);
    const stored = emulator.connections();
    const dev = await newDev(provider, emulator, prod);
    const { name } = (await identities(prod))["gpt4o"]!;

    const notTouched = `${provider.warningPrefix}model connection "${name}" (${prodId}) already has this resource's automatic name and is not touched, because it doesn't look like what an interrupted run leaves: createdOn is `;
    expect(said(succeeded(await dev.preview()))).toContain(notTouched);
    expect(said(succeeded(await dev.up()))).toContain(notTouched);
    const { id, name: own } = (await identities(dev))["gpt4o"]!;
    expect([id, own]).toEqual([expect.not.stringMatching(prodId), `${name}-2`]);
    await expectSettled(dev);
    succeeded(await dev.destroy());
    expect(key(emulator, id)).toBe(`scrubbed-by-pulumi-${id}`);
    expect(onPlatform(emulator, prodId)).toEqual(stored[0]);
    await expectSettled(prod);
  });

  test("a young connection of the renamed stack is shared: preview says so, nothing is sent to it, and scrub leaves its key", async () => {
    const { emulator, prod, prodId } = await renamed(provider);
    const stored = emulator.connections();
    const dev = await newDev(provider, emulator, prod);
    requests(emulator);
    const announced = said(succeeded(await dev.preview()));
    expect(announced).toContain(
      `(${prodId}) is reclaimed: it looks like what an earlier run of this resource left`,
    );
    expect(announced).toContain('deletionPolicy "scrub" leaves its key alone until adopt: true');
    expect(requests(emulator)).toEqual({ list: 1, get: 1 });
    succeeded(await dev.up());
    expect(requests(emulator)).toEqual({ list: 1, get: 2 });
    await expectSettled(dev);
    expect((await managed(dev))["gpt4o"]!.outputs).toMatchObject({ __taken: true });

    expect(said(succeeded(await dev.destroy()))).toContain(
      "Its key was not scrubbed, because the connection was reclaimed",
    );
    expect(emulator.connections()).toEqual(stored);
    await expectSettled(prod);
  });

  test("a resource that was moved to another stack and is still declared here: the other stack keeps its connection", async () => {
    const emulator = await startPlatform({ uniqueKeys: false });
    const other = await provider.on(emulator, provider.connections(declared), { config: unwatched });
    await other.rename("other");
    const dev = await newDev(provider, emulator, other, unwatched);
    succeeded(await dev.up());
    const { id: movedId } = (await identities(dev))["gpt4o"]!;
    age(emulator, movedId, THREE_DAYS);
    const move = ["--source", "dev", "--dest", "other", "--yes", dev.urn("gpt4o")];
    succeeded(await dev.run("state", "move", ...move));
    expect((await identities(other))["gpt4o"]!.id).toBe(movedId);

    succeeded(await dev.up());
    expect((await identities(dev))["gpt4o"]!.id).not.toBe(movedId);
    succeeded(await dev.destroy());
    expect(key(emulator, movedId)).toBe(openAi.apiKey);
    await expectSettled(other);
  });

  test("--replace and taint keep a young connection, and give an old one a successor that the warning names", async () => {
    const emulator = await startPlatform({ uniqueKeys: false });
    const stack = await provider.on(emulator, provider.connections({ gpt4o: openAi }));
    succeeded(await stack.up());
    const first = (await identities(stack))["gpt4o"]!;
    for (const force of [() => stack.up("--replace", stack.urn("gpt4o")), () => tainted(stack)]) {
      const kept = await force();
      expect(kept).toMatchObject({ code: 0, plan: { replace: 1 } });
      expect(said(kept)).toContain("stays as it is: this run still uses it");
      expect((await identities(stack))["gpt4o"]).toEqual(first);
    }
    await expectSettled(stack);

    age(emulator, first.id, THREE_DAYS);
    succeeded(await stack.refresh());
    const replaced = await stack.up("--replace", stack.urn("gpt4o"));
    expect(replaced).toMatchObject({ code: 0, plan: { replace: 1 } });
    expect(said(replaced)).toContain(
      `"${first.name}" (${first.id}) already has this resource's automatic name`,
    );
    expect(said(replaced)).toContain(
      `"${first.name}" (${first.id}) is no longer in this stack, but it still exists`,
    );
    const second = (await identities(stack))["gpt4o"]!;
    expect(second.name).toBe(`${first.name}-2`);
    expect(key(emulator, second.id)).toBe(openAi.apiKey);
    await expectSettled(stack);
  });

  test("a model that changes from A to B and back to A reclaims the first connection while it is young", async () => {
    const emulator = await startPlatform({ uniqueKeys: false });
    const withModel = (model: string) => provider.connections({ gpt4o: { ...openAi, model } });
    const stack = await provider.on(emulator, withModel("a"));
    succeeded(await stack.up());
    const first = (await identities(stack))["gpt4o"]!;
    const change = async (model: string) => {
      stack.program(withModel(model));
      succeeded(await stack.up());
      await expectSettled(stack);
      return (await identities(stack))["gpt4o"]!;
    };
    const second = await change("b");
    expect(await change("a")).toEqual(first);
    for (const { id } of [first, second]) age(emulator, id, THREE_DAYS);
    succeeded(await stack.refresh());
    expect((await change("b")).name).toBe(`${second.name}-2`);
    expect(emulator.connections()).toHaveLength(3);
  });
});

// Nothing in these depends on the protocol.
test("two people with local backends and one committed configuration: the same rule, and adopt: true says who owns it", async () => {
  const emulator = await startPlatform({ uniqueKeys: false });
  const mine = await dynamicProvider.on(emulator, dynamicProvider.connections(declared));
  succeeded(await mine.up());
  const { id, name } = (await identities(mine))["gpt4o"]!;
  const yours = await dynamicProvider.on(emulator, dynamicProvider.connections(declared));
  succeeded(await yours.up());
  expect((await identities(yours))["gpt4o"]!.id).toBe(id);

  requests(emulator);
  yours.program(
    dynamicProvider.connections({
      gpt4o: { ...openAi, deletionPolicy: "scrub", connectionName: name, adopt: true },
    }),
  );
  expect(await yours.up("--skip-preview=false")).toMatchObject({ code: 0, plan: { update: 1 } });
  yours.program(dynamicProvider.connections(declared));
  expect(await yours.up("--expect-no-changes")).toMatchObject({ code: 0 });
  expect(requests(emulator)).toEqual({ list: 2, get: 2 });
  succeeded(await yours.destroy());
  expect(key(emulator, id)).toBe(`scrubbed-by-pulumi-${id}`);
});

test("an explicit name: preview gives the id and the ways out", async () => {
  const emulator = await startPlatform();
  const named = { ...openAi, connectionName: "own" };
  const stack = await dynamicProvider.on(emulator, dynamicProvider.connections({ gpt4o: named }));
  succeeded(await stack.up());
  const { id } = (await identities(stack))["gpt4o"]!;
  succeeded(await stack.run("state", "delete", stack.urn("gpt4o"), "--yes"));
  const refused = await stack.preview();
  expect(refused.code).not.toBe(0);
  expect(said(refused, "error")).toContain(
    `a connection named "own" already exists (${id}, Open AI, gpt-4o). Set adopt: true to adopt it, choose another connectionName, or delete it in the console`,
  );
});

/** A stack dev with one connection, which is then renamed to prod. */
async function renamed(provider: ProviderUnderTest) {
  const emulator = await startPlatform({ uniqueKeys: false });
  const prod = await provider.on(emulator, provider.connections(declared), { config: unwatched });
  succeeded(await prod.up());
  const prodId = (await identities(prod))["gpt4o"]!.id;
  await prod.rename("prod");
  return { emulator, prod, prodId };
}

/** A new stack under the old name, in the same project and backend. */
function newDev(
  provider: ProviderUnderTest,
  emulator: Emulator,
  prod: EngineStack,
  config = {},
): Promise<EngineStack> {
  return provider.on(emulator, provider.connections(declared), { backend: prod.backend, config });
}

async function tainted(stack: EngineStack) {
  succeeded(await stack.run("state", "taint", stack.urn("gpt4o"), "--yes"));
  return stack.up();
}
