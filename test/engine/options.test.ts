// Pulumi's resource options on a model connection work as Pulumi documents them.
import { bothProviders } from "../support/both-providers";
import { expectSettled, said } from "../support/outcomes";
import { onPlatform, requests, startPlatform, writesTo } from "../support/platform";
import { anthropic, azure, connection, customApi, openAi, program } from "../support/program";
import { EngineStack } from "../support/stack";
import { identities, managed } from "../support/state";

const newKey = "sk-another-declared-9999";

test("protect, retainOnDelete, dependsOn, parent, transforms and additionalSecretOutputs work as documented", async () => {
  const emulator = await startPlatform();
  const group =
    'class Group extends pulumi.ComponentResource { constructor(name) { super("scratch:index:Group", name); } } const group = new Group("group");';
  const all = {
    guarded: connection("guarded", openAi, "{ protect: true }"),
    retained: connection("retained", anthropic, "{ retainOnDelete: true }"),
    child: connection("child", customApi, "{ parent: group }"),
    after: connection("after", azure, "{ dependsOn: [guarded], additionalSecretOutputs: ['maskedApiKey'] }"),
    transformed: connection(
      "transformed",
      { ...openAi, apiKey: newKey },
      "{ transforms: [({ props, opts }) => ({ props: { ...props, model: 'gpt-4o-mini' }, opts })] }",
    ),
  };
  const stack = await EngineStack.on(
    emulator,
    program(group, `const guarded = ${all.guarded}`, all.retained, all.child, all.after, all.transformed),
  );
  expect(await stack.up()).toMatchObject({ code: 0, plan: { create: 5 } });
  const ids = await identities(stack);
  const resources = await managed(stack);
  expect(resources["child"]!["parent"]).toBe("urn:pulumi:dev::scratch::scratch:index:Group::group");
  expect(resources["after"]!["dependencies"]).toEqual([stack.urn("guarded")]);
  const [, ...rest] = ["", ...emulator.connections().map(({ connectionId }) => connectionId)];
  expect(rest.indexOf(ids["after"]!.id)).toBeGreaterThan(rest.indexOf(ids["guarded"]!.id));
  expect(resources["after"]!.outputs).toMatchObject({
    apiKey: { ciphertext: expect.any(String) },
    maskedApiKey: { ciphertext: expect.any(String) },
  });
  expect(onPlatform(emulator, ids["transformed"]!.id)).toMatchObject({
    model: "gpt-4o-mini",
    fields: { API_KEY: newKey },
  });
  await expectSettled(stack);

  stack.program(program(group, all.guarded));
  const removed = await stack.up();
  // The engine counts the retained one as well, but never calls its delete.
  expect(removed).toMatchObject({ code: 0, plan: { same: 1, delete: 4 } });
  expect(said(removed)).not.toContain(ids["retained"]!.id);
  expect(said(removed)).toContain(`(${ids["child"]!.id}) is no longer in this stack, but it still exists`);
  expect(Object.keys(await managed(stack))).toEqual(["guarded"]);

  stack.program(program(group));
  requests(emulator);
  const guarded = await stack.up();
  expect(guarded.code).not.toBe(0);
  expect(said(guarded, "error")).toContain("protect");
  expect(requests(emulator)).toEqual({});
  expect((await managed(stack))["guarded"]).toBeDefined();
  expect(emulator.connections()).toHaveLength(5);
});

describe.each(bothProviders)("$name", ({ on, connections, type }) => {
  test("ignoreChanges, deleteBeforeReplace, aliases, --target and --replace work as documented", async () => {
    const emulator = await startPlatform({ uniqueKeys: false });
    const declared = (change: Record<string, Record<string, string>> = {}, renamed = false) =>
      connections(
        {
          ignoring: { ...openAi, ...change["ignoring"] },
          rekeyed: { ...anthropic, ...change["rekeyed"] },
          first: { ...azure, ...change["first"] },
          [renamed ? "newName" : "oldName"]: customApi,
        },
        {
          ignoring: { ignoreChanges: ["apiKey", "model"] },
          first: { deleteBeforeReplace: true },
          newName: { aliases: [`urn:pulumi:dev::scratch::${type}::oldName`] },
        },
      );
    const stack = await on(emulator, declared());
    await stack.up();
    const ids = await identities(stack);
    const key = (id: string) => onPlatform(emulator, id).fields["API_KEY"];

    stack.program(declared({ ignoring: { apiKey: newKey, model: "gpt-5" } }, true));
    requests(emulator);
    expect(await stack.up("--expect-no-changes")).toMatchObject({ code: 0, plan: { same: 4 } });
    expect(requests(emulator)).toEqual({});
    const { newName, ...others } = await identities(stack);
    expect({ ...others, oldName: newName }).toEqual(ids);
    emulator.console.exchangeKey(ids["ignoring"]!.id, "sk-changed-in-the-console");
    expect(await stack.refresh()).toMatchObject({ code: 0 });
    expect(await stack.up()).toMatchObject({ code: 0, plan: { same: 4 } });
    expect(key(ids["ignoring"]!.id)).toBe("sk-changed-in-the-console");

    const changed = { rekeyed: { apiKey: newKey }, first: { deploymentId: "next" } };
    stack.program(declared(changed, true));
    requests(emulator);
    const targeted = await stack.up("--target", stack.urn("first"));
    expect(targeted).toMatchObject({ code: 0, plan: { replace: 1 } });
    const halves = targeted.steps.map(({ op }) => op).filter((op) => /replace/.test(op));
    expect(halves.indexOf("delete-replaced")).toBeLessThan(halves.indexOf("create-replacement"));
    expect(requests(emulator)).toMatchObject({ create: 1 });
    expect(key(ids["rekeyed"]!.id)).toBe(anthropic.apiKey);
    expect(onPlatform(emulator, (await identities(stack))["first"]!.id).fields["deployment_id"]).toBe("next");

    expect(await stack.up()).toMatchObject({ code: 0, plan: { update: 1, same: 3 } });
    expect((await identities(stack))["rekeyed"]).toEqual(ids["rekeyed"]);
    expect(key(ids["rekeyed"]!.id)).toBe(newKey);

    const { first: second } = await identities(stack);
    const again = await stack.up("--replace", stack.urn("first"));
    expect(again).toMatchObject({ code: 0, plan: { replace: 1, same: 3 } });
    expect(said(again)).toContain("stays as it is");
    expect((await identities(stack))["first"]).toEqual(second);
    expect(emulator.connections()).toHaveLength(5);

    // create gets no old inputs, and the new key leads to another name.
    const forced = await stack.up("--replace", stack.urn("rekeyed"));
    expect(forced).toMatchObject({ code: 0, plan: { replace: 1, same: 3 } });
    expect(said(forced)).toContain(`(${ids["rekeyed"]!.id}) is no longer in this stack, but it still exists`);
    expect(emulator.connections()).toHaveLength(6);
    await expectSettled(stack);
  });
});

test("import is refused with the way out; customTimeouts and replaceOnChanges have no effect, and a warning says so", async () => {
  const emulator = await startPlatform();
  const stack = await EngineStack.on(
    emulator,
    program(connection("imported", { ...openAi, connectionName: "there" }, '{ import: "cn-there" }')),
  );
  const refused = await stack.preview();
  expect(refused.code).not.toBe(0);
  expect(said(refused, "error")).toContain(
    `Could not import model connection "imported": Pulumi can't import a dynamic resource. Remove the import option. To adopt the connection, set connectionName to its name and adopt to true.`,
  );
  expect(writesTo(emulator)).toEqual([]);

  const idle = (apiKey: string) =>
    program(
      connection(
        "idle",
        { ...openAi, apiKey },
        '{ customTimeouts: { create: "10m" }, replaceOnChanges: ["apiKey"] }',
      ),
    );
  stack.program(idle(openAi.apiKey));
  const warned = await stack.up();
  expect(warned).toMatchObject({ code: 0, plan: { create: 1 } });
  for (const warning of [
    /^customTimeouts of model connection "idle" have no effect.*model-connections:timeoutSeconds/,
    /^replaceOnChanges of model connection "idle" has no effect.*change connectionName too/,
  ])
    expect(warned.diagnostics).toContainEqual(
      expect.objectContaining({ severity: "warning", message: expect.stringMatching(warning) }),
    );
  stack.program(idle(newKey));
  expect(await stack.up()).toMatchObject({ code: 0, plan: { update: 1 } });
  expect(emulator.connections()).toHaveLength(1);
});
