// `deletionPolicy: "scrub"`: the key of a connection that is removed from the stack is overwritten, never that of a kept one.
import { bothProviders } from "../support/both-providers";
import { expectSettled, said } from "../support/outcomes";
import { onPlatform, requests, startPlatform, writesTo } from "../support/platform";
import { azure, customApi, openAi } from "../support/program";
import { identities, managed } from "../support/state";

const scrubbed = (id: string) => `scrubbed-by-pulumi-${id}`;
const scrub = { deletionPolicy: "scrub" } as const;

describe.each(bothProviders)("$name", ({ on, connections }) => {
  test("scrub is stored in state without a request, never overwrites a kept connection's key, and overwrites a removed one's", async () => {
    const emulator = await startPlatform({ uniqueKeys: true });
    const stack = await on(emulator, connections({ gpt4o: openAi, azure }));
    await stack.up();
    const first = await identities(stack);
    const key = (id: string) => onPlatform(emulator, id).fields["API_KEY"];

    const options = { azure: { deleteBeforeReplace: true } };
    const scrubbing = (args: object = {}) =>
      connections({ gpt4o: { ...openAi, ...scrub }, azure: { ...azure, ...scrub, ...args } }, options);
    stack.program(scrubbing());
    requests(emulator);
    const stored = await stack.up();
    expect(stored).toMatchObject({ code: 0, plan: { update: 2 } });
    expect(stored.steps.find(({ op }) => op === "update")).toMatchObject({ diffs: ["deletionPolicy"] });
    expect(requests(emulator)).toEqual({});
    for (const { outputs } of Object.values(await managed(stack))) expect(outputs).toMatchObject(scrub);

    const replaced = await stack.up("--replace", stack.urn("gpt4o"), "--replace", stack.urn("azure"));
    expect(replaced).toMatchObject({ code: 0, plan: { replace: 2 } });
    expect(said(replaced).match(/stays as it is/g)).toHaveLength(2);
    await stack.run("state", "taint", stack.urn("gpt4o"), "--yes");
    expect(await stack.up()).toMatchObject({ code: 0, plan: { replace: 1, same: 1 } });
    expect(await identities(stack)).toEqual(first);
    expect([key(first["gpt4o"]!.id), key(first["azure"]!.id)]).toEqual([openAi.apiKey, azure.apiKey]);
    await expectSettled(stack);

    // A forced replacement reclaims, so the stack must say that it owns them.
    const owning = (name: string) => ({ connectionName: first[name]!.name, adopt: true });
    stack.program(
      connections(
        {
          gpt4o: { ...openAi, ...scrub, ...owning("gpt4o") },
          azure: { ...azure, ...scrub, ...owning("azure") },
        },
        options,
      ),
    );
    requests(emulator);
    expect(await stack.up()).toMatchObject({ code: 0, plan: { update: 2 } });
    expect(requests(emulator)).toEqual({ list: 1, get: 2 });

    // With the same model and key, this platform accepts the new connection only after the old one's key is overwritten.
    stack.program(scrubbing({ deploymentId: "next-deployment" }));
    const moved = await stack.up();
    expect(moved).toMatchObject({ code: 0, plan: { same: 1, replace: 1 } });
    const second = await identities(stack);
    expect(key(first["azure"]!.id)).toBe(scrubbed(first["azure"]!.id));
    expect(onPlatform(emulator, second["azure"]!.id).fields).toMatchObject({
      API_KEY: azure.apiKey,
      deployment_id: "next-deployment",
    });
    expect(said(moved)).toContain(
      `warning: model connection "${first["azure"]!.name}" (${first["azure"]!.id}) is no longer in this stack, but it still exists on ${emulator.host}: the API has no DELETE. Its key was replaced by a placeholder`,
    );

    emulator.console.remove(second["azure"]!.id);
    stack.program(connections({}));
    const gone = await stack.up();
    expect(gone).toMatchObject({ code: 0, plan: { delete: 2 } });
    expect(key(first["gpt4o"]!.id)).toBe(scrubbed(first["gpt4o"]!.id));
    expect(said(gone)).toContain(
      `(${second["azure"]!.id}) is no longer in this stack. Its key was not scrubbed`,
    );
    expect(said(gone)).not.toContain(
      `(${second["azure"]!.id}) is no longer in this stack, but it still exists`,
    );
    const left = emulator.connections().map(({ connectionId }) => connectionId);
    expect(left.sort()).toEqual([first["gpt4o"]!.id, first["azure"]!.id].sort());
  });

  test("a connection that another provider process of the run adopted keeps its key: two instances, one platform", async () => {
    const emulator = await startPlatform();
    const instances = { eu: { host: emulator.host, apiKey: emulator.apiKey } };
    const named = { ...azure, ...scrub, connectionName: "handed over" };
    const stack = await on(
      emulator,
      connections({ gpt4o: { ...openAi, ...scrub }, old: named }, {}, instances),
    );
    await stack.up();
    const { gpt4o, old } = await identities(stack);
    await stack.run("state", "taint", stack.urn("gpt4o"), "--yes");
    stack.program(
      connections(
        { gpt4o: { ...openAi, ...scrub }, new: { ...named, adopt: true } },
        { gpt4o: { provider: "eu" }, new: { provider: "eu" } },
        instances,
      ),
    );
    const moved = await stack.up();
    expect(moved).toMatchObject({ code: 0, plan: { create: 1, replace: 1, delete: 1 } });
    expect(said(moved)).toContain(`"${gpt4o!.name}" (${gpt4o!.id}) stays as it is: this run still uses it`);
    expect(said(moved).match(/was not scrubbed, because the connection changed since/g)).toHaveLength(1);
    expect(await identities(stack)).toEqual({ gpt4o, new: old });
    expect(onPlatform(emulator, gpt4o!.id).fields["API_KEY"]).toBe(openAi.apiKey);
    expect(onPlatform(emulator, old!.id).fields["API_KEY"]).toBe(azure.apiKey);
    expect(emulator.connections()).toHaveLength(2);
    await expectSettled(stack);
  });

  test("scrub never writes to another platform, and is refused at preview for provider API", async () => {
    const [home, other] = [await startPlatform(), await startPlatform()];
    const stack = await on(
      home,
      connections({ gpt4o: { ...openAi, ...scrub }, plain: { ...customApi, ...scrub } }),
    );
    const refused = await stack.preview();
    expect(refused.code).not.toBe(0);
    expect(said(refused, "error")).toContain(
      `deletionPolicy: "scrub" is not possible for provider "API" with baseUrl`,
    );
    expect(writesTo(home)).toEqual([]);

    stack.program(connections({ gpt4o: { ...openAi, ...scrub } }));
    await stack.up();
    const { id } = (await identities(stack))["gpt4o"]!;
    const sent = home.journal().length;
    await stack.setConfig(
      { "model-connections:host": other.host },
      { secrets: { "model-connections:apiKey": other.apiKey } },
    );
    const moved = await stack.up();
    expect(moved).toMatchObject({ code: 0, plan: { replace: 1 } });
    expect(said(moved)).toContain(
      "was not scrubbed, because model-connections:host now names another platform",
    );
    expect(home.journal()).toHaveLength(sent);
    expect(onPlatform(home, id).fields["API_KEY"]).toBe(openAi.apiKey);
    expect(other.journal().filter(({ operation }) => operation === "update")).toEqual([]);
    expect(other.connections()).toHaveLength(1);
    await expectSettled(stack);
  });
});
