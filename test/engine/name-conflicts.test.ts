// Name conflicts: an explicit name is refused at preview with the ways out; an auto-name gets the next free one.
import type { Emulator } from "pulumi-model-connections/emulator";
import { bothProviders } from "../support/both-providers";
import { expectSettled, said } from "../support/outcomes";
import { onPlatform, requests, startPlatform } from "../support/platform";
import { azure, openAi } from "../support/program";
import type { EngineStack, Run } from "../support/stack";
import { identities } from "../support/state";

const named = { ...openAi, connectionName: "own name" };

let emulator: Emulator;
let stack: EngineStack;

describe.each(bothProviders)("$name", ({ on, connections }) => {
  beforeEach(async () => {
    emulator = await startPlatform({ uniqueKeys: false });
    stack = await on(emulator, connections({ gpt4o: named }));
  });

  test("a name that somebody else's connection has is refused at preview and at up, with the ids and the ways out", async () => {
    const one = inConsole();
    const refusal = `a connection named "own name" already exists (${one}, Open AI, gpt-4o). Set adopt: true to adopt it, choose another connectionName, or delete it in the console`;
    for (const run of [await stack.preview(), await stack.up()]) expectRefused(run, refusal);
    const other = inConsole();
    expectRefused(
      await stack.preview(),
      `2 connections are named "own name" (${one}, ${other}), so it is unclear which one is meant. Delete all but one in the console, or choose another connectionName`,
    );
    expect(requests(emulator)).toEqual({ list: 3 });
    expect(emulator.connections().map(({ connectionId }) => connectionId)).toEqual([one, other]);
  });

  test("one name for two resources of a program is refused at preview", async () => {
    stack.program(connections({ gpt4o: named, azure: { ...azure, connectionName: "own name" } }));
    const run = await stack.preview();
    expect(run.code).not.toBe(0);
    // The engine registers the two in either order.
    const [, refused] = /resource '(gpt4o|azure)' has a problem/.exec(run.output) ?? [];
    expect(refused).toBeDefined();
    expect(said(run, "error")).toContain(
      `the resource "${refused === "azure" ? "gpt4o" : "azure"}" of this program also uses the name "own name"; give each resource its own connectionName`,
    );
    expect(emulator.connections()).toEqual([]);
  });

  test("an unchanged explicit name with another model is refused at preview, and a new name is accepted", async () => {
    await stack.up();
    const [before] = emulator.connections();
    stack.program(connections({ gpt4o: { ...named, model: "gpt-5" } }));
    expectRefused(
      await stack.preview(),
      'model can\'t be changed in place, so a new connection must be created, and the old connection keeps the name "own name"; choose another connectionName in the same change',
    );
    stack.program(connections({ gpt4o: { ...named, model: "gpt-5", connectionName: "own name 2" } }));
    expect(await stack.up("--skip-preview=false")).toMatchObject({ code: 0, plan: { replace: 1 } });
    expect(emulator.connections()).toEqual([
      before,
      expect.objectContaining({ connectionName: "own name 2", model: "gpt-5" }),
    ]);
  });

  test("an auto-name that another connection has is replaced by the next free one, with a warning, and stays", async () => {
    stack.program(connections({ gpt4o: openAi }));
    await stack.up();
    const { gpt4o: first } = await identities(stack);
    await stack.destroy();
    emulator.console.changeModel(first!.id, "gpt-5");
    const theirs = onPlatform(emulator, first!.id);

    const run = await stack.up("--skip-preview=false");
    expect(run).toMatchObject({ code: 0, plan: { create: 1 } });
    expect(said(run)).toContain(
      `"${first!.name}" (${first!.id}) already has this resource's automatic name and is not touched, because it doesn't look like what an interrupted run leaves: model is "gpt-5" on the platform and "gpt-4o" in the program`,
    );
    const { gpt4o: second } = await identities(stack);
    expect(second).toEqual({ id: expect.not.stringMatching(first!.id), name: `${first!.name}-2` });
    await expectSettled(stack);

    expect(await stack.up("--replace", stack.urn("gpt4o"))).toMatchObject({ code: 0, plan: { replace: 1 } });
    expect(await identities(stack)).toEqual({ gpt4o: second });
    await expectSettled(stack);
    expect(emulator.connections()).toEqual([
      theirs,
      expect.objectContaining({ connectionId: second!.id, connectionName: `${first!.name}-2` }),
    ]);
  });
});

/** A connection that somebody created in the console. */
function inConsole(): string {
  const { provider, model, apiKey, connectionName } = named;
  const fields = { API_KEY: `${apiKey}-of-the-console` };
  return emulator.console.create({ provider: provider, model, connectionName, fields }).connectionId;
}

function expectRefused(run: Run, reason: string) {
  expect(run.code).not.toBe(0);
  expect(said(run, "error")).toContain(`connectionName: ${reason}`);
}
