// ignoreChanges: an ignored field stays as it is, whether the program or somebody else changes it.
import { bothProviders } from "../support/both-providers";
import { expectSettled, said, succeeded } from "../support/outcomes";
import { onPlatform, requests, startPlatform, writesTo } from "../support/platform";
import { azure, connection, customApi, ofEachProvider, openAi, program } from "../support/program";
import { EngineStack, type Run } from "../support/stack";
import { identities } from "../support/state";

const first = {
  model: "gpt-4o",
  name: { connectionName: "own name" },
  autoName: {},
  key: "azure-first-key-1",
};
const changed = {
  model: "gpt-5",
  name: { connectionName: "another name" },
  autoName: { connectionName: "a third name" },
  key: "azure-other-key-2",
};

describe.each(bothProviders)("$name", ({ runtime, on, connections, refreshKnowsIgnoredChanges }) => {
  const ignoring = ({ model, name, autoName, key }: typeof first | typeof changed) =>
    connections(
      {
        model: { ...openAi, model },
        name: { ...openAi, model: "o3", ...name },
        autoName: { ...azure, ...autoName },
        key: { ...azure, model: "GPT-5", apiKey: key },
      },
      {
        model: { ignoreChanges: ["model"] },
        name: { ignoreChanges: ["connectionName"] },
        autoName: { ignoreChanges: ["connectionName"] },
        key: { ignoreChanges: ["apiKey"] },
      },
    );

  test("an ignored model, name or key that changes in the program or outside Pulumi is left as it is", async () => {
    const emulator = await startPlatform();
    const stack = await on(emulator, ignoring(first));
    await stack.up();
    const ids = await identities(stack);

    const before = emulator.connections();
    emulator.clearJournal();
    stack.program(ignoring(changed));
    expect(await stack.up("--skip-preview=false")).toMatchObject({ code: 0, plan: { same: 4 } });
    expect(requests(emulator)).toEqual({});
    expect(await identities(stack)).toEqual(ids);
    expect(emulator.connections()).toEqual(before);

    emulator.console.changeModel(ids["model"]!.id, "changed outside");
    emulator.console.rename(ids["name"]!.id, "renamed outside");
    emulator.console.rename(ids["autoName"]!.id, "auto-name renamed outside");
    emulator.console.exchangeKey(ids["key"]!.id, "changed-outside");
    const outside = emulator.connections();
    const shown = refreshKnowsIgnoredChanges ? { update: 3, same: 1 } : { update: 4 };
    expect(await stack.refresh()).toMatchObject({ code: 0, plan: shown });
    expect(await stack.up()).toMatchObject({ code: 0, plan: { same: 4 } });
    await expectSettled(stack);
    expect(emulator.connections()).toEqual(outside);
  });

  const ignoringAll = (model: string, key: string) =>
    connections(
      {
        autoName: { ...openAi, model, apiKey: `sk-auto-${key}` },
        named: { ...azure, model, apiKey: `azure-${key}`, connectionName: `named ${key}` },
        fromEnvironment: { ...ofEachProvider.anthropic, model, apiKeyEnv: "VENDOR_KEY", apiKeyVersion: key },
        host: { ...customApi, connectionName: "ignores the host" },
      },
      {
        autoName: { ignoreChanges: ["*"] },
        named: { ignoreChanges: ["*"] },
        fromEnvironment: { ignoreChanges: ["*"] },
        host: { ignoreChanges: ["host"] },
      },
    );

  test("with ignoreChanges of everything, nothing that changes in the program or outside Pulumi is sent, in any later run", async () => {
    const emulator = await startPlatform();
    const stack = await on(emulator, ignoringAll("GPT-4", "first-key"), {
      env: { VENDOR_KEY: "sk-ant-of-the-environment" },
    });
    succeeded(await stack.up());
    const ids = await identities(stack);
    emulator.clearJournal();
    await expectSettled(stack);
    expect(writesTo(emulator)).toEqual([]);

    stack.program(ignoringAll("GPT-5", "other-key"));
    succeeded(await stack.up("--expect-no-changes", "--skip-preview=false"));
    emulator.console.changeModel(ids["autoName"]!.id, "changed outside");
    emulator.console.rename(ids["named"]!.id, "renamed outside");
    emulator.console.exchangeKey(ids["fromEnvironment"]!.id, "changed-outside");
    const outside = emulator.connections();
    succeeded(await stack.refresh());
    succeeded(await stack.up("--expect-no-changes"));
    await expectSettled(stack);
    expect(writesTo(emulator)).toEqual([]);
    expect(emulator.connections()).toEqual(outside);

    const replaced = succeeded(await stack.up("--replace", stack.urn("autoName")));
    expect(replaced.plan).toMatchObject({ replace: 1 });
    await expectSettled(stack);
  });

  test("the values that check adds are refused if a program sets them", async () => {
    const emulator = await startPlatform();
    // The SDK itself refuses __name.
    const own = { ...openAi, __auto: true, host: "other.example.com" };
    const stack = await on(emulator, connections({ gpt4o: own }));
    const expectRefused = (run: Run) => {
      expect(run.code).not.toBe(0);
      for (const name of ["__auto", "host"]) {
        // The language host for YAML knows the schema, and refuses both before the provider sees them.
        if (runtime === "yaml")
          expect(run.output).toMatch(new RegExp(`is not assignable from .*\\b${name}:`));
        else expect(said(run, "error")).toContain(`"${name}" is not an argument of ModelConnection`);
      }
    };
    expectRefused(await stack.preview());

    stack.program(connections({ gpt4o: openAi }));
    succeeded(await stack.up());
    stack.program(connections({ gpt4o: { ...own, __auto: false } }));
    expectRefused(await stack.preview());
    expect(emulator.connections()).toHaveLength(1);
  });
});

// Only a program in JavaScript has transforms.
const transformed = (ignored: string) =>
  program(
    `pulumi.runtime.registerStackTransformation(({ props, opts }) => ({ props, opts: { ...opts, ignoreChanges: ${ignored} } }));`,
    connection("gpt4o", openAi),
  );

test("a transform that ignores apiKey and apiKeyDrift leaves a key that is changed outside Pulumi as it is", async () => {
  const emulator = await startPlatform();
  const stack = await EngineStack.on(emulator, transformed('["apiKey", "apiKeyDrift"]'));
  succeeded(await stack.up());
  const { id } = (await identities(stack))["gpt4o"]!;
  emulator.console.exchangeKey(id, "changed-outside");
  const outside = emulator.connections();
  emulator.clearJournal();
  succeeded(await stack.refresh());
  expect(await stack.up("--skip-preview=false")).toMatchObject({ code: 0, plan: { same: 1 } });
  await expectSettled(stack);
  expect(writesTo(emulator)).toEqual([]);
  expect(emulator.connections()).toEqual(outside);
});

test("a transform that ignores only apiKey doesn't keep the declared key from being sent again", async () => {
  const emulator = await startPlatform();
  const stack = await EngineStack.on(emulator, transformed('["apiKey"]'));
  succeeded(await stack.up());
  const { id } = (await identities(stack))["gpt4o"]!;
  emulator.console.exchangeKey(id, "changed-outside");
  succeeded(await stack.refresh());
  expect(await stack.up()).toMatchObject({ code: 0, plan: { update: 1 } });
  expect(onPlatform(emulator, id).fields["API_KEY"]).toBe(openAi.apiKey);
});
