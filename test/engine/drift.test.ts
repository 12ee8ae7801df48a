// Changes outside Pulumi: what refresh shows of each, and what the next up does.
import { bothProviders } from "../support/both-providers";
import { isConnection, type Plan } from "../support/event-log";
import { lineOf } from "../support/outcomes";
import { createdFor, idFor, startPlatform, writesTo } from "../support/platform";
import { type Connections, keyOf, keysFor, ofEachProvider } from "../support/program";
import { resourcesOf } from "../support/state";

const { openAi, azure, anthropic, custom } = ofEachProvider;

/** The inputs that differ, by logical name, for resources of which a change is shown. */
function shown({ steps }: Plan): Record<string, string[]> {
  const drifted = steps.filter((step) => isConnection(step) && step.op !== "same" && step.diffs.length > 0);
  return Object.fromEntries(drifted.map(({ urn, diffs }) => [urn.slice(urn.lastIndexOf(":") + 1), diffs]));
}

function warnings({ diagnostics }: Plan): string[] {
  return diagnostics.map(lineOf).filter((line) => line.startsWith("warning:"));
}

describe.each(bothProviders)("$name", ({ on, withSecretKeys, refreshKnowsIgnoredChanges }) => {
  async function stackOf(
    connections: Connections,
    options: Connections,
    emulator: { host: string; apiKey: string },
  ) {
    const stack = await on(emulator, withSecretKeys(connections, options), {
      secrets: keysFor(connections),
    });
    expect(await stack.up()).toMatchObject({ code: 0, plan: { create: Object.keys(connections).length } });
    return stack;
  }

  test("refresh shows each drifted field on its own line, and up replaces each connection once", async () => {
    const emulator = await startPlatform({ uniqueKeys: false });
    const connections = {
      remodelled: openAi,
      renamed: { ...openAi, model: "gpt-4" },
      azure,
      anthropic,
      custom,
    };
    const stack = await stackOf(connections, {}, emulator);
    const names = Object.keys(connections);
    const before = emulator.connections();
    const ids = Object.fromEntries(names.map((name) => [name, idFor(emulator, name)])) as Record<
      keyof typeof connections,
      string
    >;

    const { console } = emulator;
    console.changeModel(ids.remodelled, "gpt-4o-mini");
    console.rename(ids.renamed, "renamed outside");
    console.changeProvider(ids.anthropic, "Open AI");
    console.changeField(ids.custom, "BASE_URL", "https://elsewhere.example.com");
    console.changeField(ids.azure, "api_version", "2020-01-01");
    console.changeField(ids.azure, "your_resource_name", "another-resource");
    console.changeField(ids.azure, "deployment_id", "another-deployment");

    const dry = await stack.run("refresh", "--preview-only", "--diff", "--expect-no-changes");
    expect(dry.code).not.toBe(0);
    const original = before.find(({ connectionId }) => connectionId === ids.renamed)!.connectionName;
    for (const [field, was, is] of [
      ["model", "gpt-4o", "gpt-4o-mini"],
      ["connectionName", original, "renamed outside"],
      ["provider", "Anthropic", "Open AI"],
      ["baseUrl", "https://api.example.com", "https://elsewhere.example.com"],
      ["apiVersion", "2024-08-01-preview", "2020-01-01"],
      ["resourceName", "my-azure-resource", "another-resource"],
      ["deploymentId", "my-deployment", "another-deployment"],
    ])
      expect(dry.output).toMatch(new RegExp(`^ *~ ${field} *: "${was}" => "${is}"$`, "m"));

    emulator.clearJournal();
    const refresh = await stack.refresh();
    expect(refresh).toMatchObject({ code: 0, plan: { update: 5 } });
    expect(shown(refresh)).toEqual({
      remodelled: ["model"],
      renamed: ["connectionName"],
      anthropic: ["provider"],
      custom: ["baseUrl"],
      azure: ["apiVersion", "deploymentId", "resourceName"],
    });
    const read = emulator.journal().map(({ operation, connectionId }) => [operation, connectionId]);
    expect(read.sort()).toEqual(
      Object.values(ids)
        .map((id) => ["get", id])
        .sort(),
    );

    expect((await stack.preview()).plan).toEqual({ replace: 5 });
    const up = await stack.up();
    expect(up).toMatchObject({ code: 0, plan: { replace: 5 } });
    const left = warnings(up).filter((message) => message.includes("still exists"));
    for (const id of Object.values(ids))
      expect(left.filter((message) => message.includes(id))).toHaveLength(1);
    expect(await stack.refresh("--expect-no-changes")).toMatchObject({ code: 0, plan: { same: 5 } });
    expect(await stack.up("--expect-no-changes")).toMatchObject({ code: 0, plan: { same: 5 } });

    expect(emulator.connections()).toHaveLength(10);
    for (const old of before) {
      const name = old.connectionName.replace(/-[0-9a-f]{7}$/, "");
      const created = createdFor(emulator, name).filter(
        ({ connectionId }) => connectionId !== old.connectionId,
      );
      const { model, provider, fields } = old;
      expect(created).toEqual([expect.objectContaining({ ...(model && { model }), provider, fields })]);
    }
  });

  test("a key changed outside Pulumi shows in its mask and is sent again, and INACTIVE is reported on every run", async () => {
    const emulator = await startPlatform({ maskStyle: "edges" });
    const connections = { rekeyed: openAi, ignoring: anthropic, custom, off: azure };
    const stack = await stackOf(connections, { ignoring: { ignoreChanges: ["apiKey"] } }, emulator);
    const { console } = emulator;
    const [rekeyed, ignoring, oldCustom, off] = ["rekeyed", "ignoring", "custom", "off"].map((name) =>
      idFor(emulator, name),
    ) as [string, string, string, string];
    for (const id of [rekeyed, ignoring, oldCustom]) console.exchangeKey(id, `sk-changed-${id}`);
    console.setStatus(off, "INACTIVE");
    const saysInactive = (run: Plan) =>
      expect(
        warnings(run).filter((message) => message.includes(off) && message.includes('"INACTIVE"')),
      ).toHaveLength(1);

    const refresh = await stack.refresh();
    const drifted = ["apiKeyDrift"];
    const anyway = refreshKnowsIgnoredChanges ? {} : { ignoring: drifted };
    expect(shown(refresh)).toEqual({ rekeyed: drifted, custom: drifted, ...anyway });
    // The native provider also shows the status of `off`, which is an output.
    expect(refresh).toMatchObject({ code: 0, plan: { update: 3, same: 1 } });
    saysInactive(refresh);
    const words = refresh.steps
      .map((step) => step.new?.inputs["apiKeyDrift"])
      .filter((text) => text !== undefined);
    expect(words).toEqual(
      Array(3).fill(expect.stringMatching(/^changed outside Pulumi: the platform now shows sk\*+/)),
    );
    expect(JSON.stringify(refresh.steps)).not.toContain("sk-changed");

    const again = await stack.refresh("--expect-no-changes");
    expect(again).toMatchObject({ code: 0, plan: { same: 4 } });
    saysInactive(again);

    emulator.clearJournal();
    const preview = await stack.preview("--refresh");
    expect(preview).toMatchObject({ code: 0, plan: { update: 1, replace: 1, same: 2 } });
    saysInactive(preview);
    expect(writesTo(emulator)).toEqual([]);

    const up = await stack.up();
    expect(up).toMatchObject({ code: 0, plan: { update: 1, replace: 1, same: 2 } });
    saysInactive(up);
    expect(writesTo(emulator).filter(({ method }) => method === "PATCH")).toMatchObject([
      { connectionId: rekeyed, bodyKeys: ["fields", "fields.API_KEY"], committed: true },
    ]);
    expect(await stack.refresh("--expect-no-changes")).toMatchObject({ code: 0, plan: { same: 4 } });
    const nothing = await stack.up("--expect-no-changes");
    expect(nothing).toMatchObject({ code: 0, plan: { same: 4 } });
    saysInactive(nothing);

    const keys = (name: string) => createdFor(emulator, name).map(({ fields }) => fields["API_KEY"]);
    expect(keys("rekeyed")).toEqual([keyOf("rekeyed")]);
    expect(keys("ignoring")).toEqual([`sk-changed-${ignoring}`]);
    expect(keys("custom")).toEqual([`sk-changed-${oldCustom}`, keyOf("custom")]);
    expect(keys("off")).toEqual([keyOf("off")]);

    // The mask still counts when modifiedOn doesn't.
    await stack.setConfig({ "model-connections:watchModifiedOn": "false" });
    console.touch(off);
    console.exchangeKey(rekeyed, "sk-changed-again", { touch: false });
    const unwatched = await stack.refresh("--run-program");
    expect(unwatched.code).toBe(0);
    expect(shown(unwatched)).toEqual({ rekeyed: drifted });
  });

  test("a key changed outside Pulumi that shows only in modifiedOn is sent again, unless watchModifiedOn is false", async () => {
    const emulator = await startPlatform({ maskStyle: "stars" });
    const connections = { rekeyed: openAi, still: anthropic };
    const stack = await stackOf(connections, {}, emulator);
    const id = idFor(emulator, "rekeyed");
    const key = () => createdFor(emulator, "rekeyed").map(({ fields }) => fields["API_KEY"]);
    emulator.console.exchangeKey(id, "sk-changed-unseen");

    const refresh = await stack.refresh();
    expect(refresh).toMatchObject({ code: 0, plan: { update: 1, same: 1 } });
    expect(shown(refresh)).toEqual({ rekeyed: ["apiKeyDrift"] });
    expect(refresh.steps.find(({ urn }) => urn === stack.urn("rekeyed"))?.new?.inputs["apiKeyDrift"]).toMatch(
      /^may have changed outside Pulumi: modifiedOn is now/,
    );
    const recorded = await resourcesOf(stack);
    expect(await stack.refresh("--expect-no-changes")).toMatchObject({ code: 0, plan: { same: 2 } });
    expect(await resourcesOf(stack)).toEqual(recorded);

    emulator.clearJournal();
    expect(await stack.up()).toMatchObject({ code: 0, plan: { update: 1, same: 1 } });
    expect(writesTo(emulator)).toMatchObject([
      { method: "PATCH", connectionId: id, bodyKeys: ["fields", "fields.API_KEY"] },
    ]);
    expect(key()).toEqual([keyOf("rekeyed")]);
    expect(await stack.refresh("--expect-no-changes")).toMatchObject({ code: 0, plan: { same: 2 } });

    await stack.setConfig({ "model-connections:watchModifiedOn": "false" });
    emulator.console.exchangeKey(id, "sk-changed-unwatched");
    // Without --run-program, a refresh uses the configuration of the last up.
    expect(await stack.refresh("--run-program", "--expect-no-changes")).toMatchObject({ code: 0 });
    expect(key()).toEqual(["sk-changed-unwatched"]);
  });
});
