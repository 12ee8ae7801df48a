// One create results in exactly one connection, whatever the platform already has and however the response is lost.
import type { Emulator, EmulatorOptions, FaultRule } from "pulumi-model-connections/emulator";
import { bothProviders } from "../support/both-providers";
import { type Fleet, fleetProgram, memberKey } from "../support/fleet";
import { expectSettled, said, succeeded } from "../support/outcomes";
import { startPlatform } from "../support/platform";
import { openAi } from "../support/program";
import { EngineStack } from "../support/stack";

/** It accepts the same name or key twice, unless a test sets the option. */
const platform = (options: EmulatorOptions = {}) =>
  startPlatform({ uniqueNames: false, uniqueKeys: false, ...options });

const gpt4o = (connectionName: string) => ({
  ...openAi,
  connectionName,
  apiKey: memberKey("own", connectionName),
});
/** One resource for each connection name, with the same logical name. */
const gpt4os = (names: string[]) => Object.fromEntries(names.map((name) => [name, gpt4o(name)]));

const named = (emulator: Emulator, name: string) =>
  emulator.connections().filter(({ connectionName }) => connectionName === name);
const posts = (emulator: Emulator, name: string) =>
  emulator.journal().filter((each) => each.operation === "create" && each.connectionName === name).length;

describe.each(bothProviders)("$name", (provider) => {
  test("creates of one run share one list and send one POST each; two resources with one name create at most one connection", async () => {
    const emulator = await platform();
    const twelve = Array.from({ length: 12 }, (_, index) => `shared${index}`);
    const stack = await provider.on(emulator, provider.connections(gpt4os(twelve)));
    succeeded(await stack.up());
    const operations = emulator.journal().map(({ operation }) => operation);
    expect(operations.filter((each) => each === "list")).toHaveLength(1);
    expect(operations.filter((each) => each === "create")).toHaveLength(12);
    expect(emulator.connections()).toHaveLength(12);

    stack.program(
      provider.connections({ ...gpt4os(twelve), one: gpt4o("contested"), other: gpt4o("contested") }),
    );
    const contested = await stack.up();
    expect(contested.code).not.toBe(0);
    expect(said(contested)).toMatch(
      /the resource "(one|other)" of this program also uses the name "contested"/,
    );
    expect(posts(emulator, "contested")).toBeLessThanOrEqual(1);
    expect(named(emulator, "contested")).toHaveLength(posts(emulator, "contested"));
  });

  test("a create whose response is lost is looked up by name, and nothing is created twice", async () => {
    const emulator = await platform();
    const on = (connectionName: string, fault: FaultRule["fault"], more: Partial<FaultRule> = {}) =>
      emulator.faults.inject({ on: { operation: "create", connectionName }, fault, ...more });
    const committed = ["lost", "status500", "status502", "html", "truncated", "shape"];
    on("lost", { kind: "lostAnswer" });
    on("status500", { kind: "status", status: 500, commit: true });
    on("status502", { kind: "status", status: 502, commit: true });
    on("html", { kind: "html", commit: true });
    on("truncated", { kind: "truncated" });
    on("shape", { kind: "wrongShape" });
    on("reset", { kind: "reset" });
    on("before503", { kind: "status", status: 503 });
    // The response of a platform with unique names when the first POST is committed after every list that looks for it.
    on("late", { kind: "reset" });
    on("late", { kind: "status", status: 409, commit: true });
    const names = [...committed, "reset", "before503", "late"];
    const stack = await provider.on(emulator, provider.connections(gpt4os(names)));
    const run = succeeded(await stack.up());
    for (const name of names) expect([name, named(emulator, name).length]).toEqual([name, 1]);
    for (const name of committed) expect([name, posts(emulator, name)]).toEqual([name, 1]);
    for (const name of ["reset", "before503", "late"])
      expect([name, posts(emulator, name)]).toEqual([name, 2]);
    for (const name of [...committed, "late"]) {
      const { connectionId } = named(emulator, name)[0]!;
      expect(said(run)).toContain(
        `found model connection "${name}" (${connectionId}): its POST got no usable response, but the connection was created.`,
      );
    }
    expect(said(run)).not.toMatch(/model connection "(reset|before503)"/);
    await expectSettled(stack);
    expect(emulator.connections()).toHaveLength(names.length);
  });

  test("two connections with one name are an error that lists their ids, for auto-names and explicit names", async () => {
    const emulator = await platform();
    const stack = await provider.on(emulator, fleetProgram({ size: 1, provider }));
    succeeded(await stack.up());
    const [first] = emulator.connections();
    const { connectionName, model, fields } = first!;
    const second = emulator.console.create({ provider: "Open AI", connectionName, model, fields });
    succeeded(await stack.run("state", "delete", stack.urn("member1"), "--yes"));
    const auto = await stack.up();
    expect(auto.code).not.toBe(0);
    expect(said(auto)).toContain(
      `2 connections are named "${connectionName}" (${first!.connectionId}, ${second.connectionId})`,
    );

    stack.program(provider.connections({ chosen: gpt4o(connectionName) }));
    const chosen = await stack.preview();
    expect(chosen.code).not.toBe(0);
    expect(said(chosen)).toContain(`(${first!.connectionId}, ${second.connectionId})`);
    stack.program(provider.connections({ adopting: { ...gpt4o(connectionName), adopt: true } }));
    const adopting = await stack.up();
    expect(adopting.code).not.toBe(0);
    expect(said(adopting)).toContain(`(${first!.connectionId}, ${second.connectionId})`);
    expect(emulator.connections()).toEqual([first, second]);
  });

  test("two people with the same project, stack and names never touch each other's connections", async () => {
    const emulator = await platform({ maskStyle: "stars" });
    const mine: Fleet = { provider, size: 4, owner: "mine" };
    const yours: Fleet = { provider, size: 4, owner: "yours" };
    const own = await provider.on(emulator, fleetProgram(mine));
    const other = await provider.on(emulator, fleetProgram(yours));
    expect([own.project, own.stackName]).toEqual([other.project, other.stackName]);
    // My run is interrupted: the connections exist, and no state has them.
    succeeded(await own.up());
    const ofMine = emulator.connections();
    for (const { connectionId } of ofMine) expect(connectionId).toMatch(/^cn-/);
    for (const name of ["member1", "member2", "member3", "member4"])
      succeeded(await own.run("state", "delete", own.urn(name), "--yes"));

    emulator.clearJournal();
    const created = succeeded(await other.up());
    expect(created.plan).toEqual({ create: 4 });
    expect(said(created)).not.toMatch(/is reclaimed|found model connection/);
    succeeded(await other.refresh());
    const ids = ofMine.map(({ connectionId }) => connectionId);
    expect(emulator.journal().filter(({ connectionId }) => ids.includes(connectionId ?? ""))).toEqual([]);
    expect(emulator.connections().slice(0, 4)).toEqual(ofMine);

    const found = succeeded(await own.up());
    expect(said(found).match(/is reclaimed/g)).toHaveLength(4);
    expect(emulator.connections()).toHaveLength(8);
    const keys = emulator.connections().map(({ fields }) => fields["API_KEY"]);
    for (const [owner, theirs] of Object.entries({ mine: keys.slice(0, 4), yours: keys.slice(4) }))
      expect(theirs.sort()).toEqual([1, 2, 3, 4].map((n) => memberKey(owner, `member${n}`)));
    succeeded(await own.destroy());
    expect(emulator.connections()).toHaveLength(8);
    await expectSettled(other);
  });
});

test("a create with an unknown outcome is found by the next run, even beyond the limit of a truncated list", async () => {
  const emulator = await platform({ defaultLimit: 3 });
  for (const name of ["a", "b", "c", "d", "e"])
    emulator.console.create({
      provider: "Open AI",
      connectionName: `of-others-${name}`,
      model: "gpt-4o",
      fields: { API_KEY: `sk-of-others-${name}` },
    });
  const stack = await EngineStack.on(emulator, fleetProgram({ size: 1 }), {
    config: { "model-connections:maxRetries": "0" },
  });
  emulator.faults.inject({ on: { operation: "create" }, fault: { kind: "lostAnswer" } });
  // The two list requests before the POST succeed.
  emulator.faults.inject({
    on: { operation: "list" },
    skip: 2,
    times: Infinity,
    fault: { kind: "status", status: 503 },
  });
  const open = await stack.up();
  expect(open.code).not.toBe(0);
  expect(said(open)).toMatch(
    /It is not known whether "member1-[0-9a-f]{7}" was created: run pulumi up again/,
  );
  emulator.faults.clear();

  const [own] = emulator.connections().slice(5);
  const run = succeeded(await stack.up());
  expect(said(run)).toContain(
    `model connection "${own!.connectionName}" (${own!.connectionId}) is reclaimed`,
  );
  expect(emulator.journal().map(({ path }) => path)).toContain("/api/public/connections?limit=6");
  expect(emulator.connections()).toHaveLength(6);
  const { resources = [] } = (await stack.exportState()).deployment;
  expect(resources.find(({ urn }) => urn === stack.urn("member1"))?.id).toBe(own!.connectionId);
  await expectSettled(stack);
});
