// Another host in the settings: another platform gets new connections; another name of the same platform changes only state.
import type { Emulator } from "pulumi-model-connections/emulator";
import { bothProviders } from "../support/both-providers";
import { expectSettled, said } from "../support/outcomes";
import { onPlatform, requests, startPlatform } from "../support/platform";
import { anthropic, azure, customApi, openAi } from "../support/program";
import type { EngineStack } from "../support/stack";
import { identities, managed } from "../support/state";

const declared = {
  auto: openAi,
  named: { ...azure, connectionName: "an explicit name" },
  custom: customApi,
  scrubbed: { ...anthropic, deletionPolicy: "scrub" },
};
const names = Object.keys(declared) as (keyof typeof declared)[];

describe.each(bothProviders)("$name", ({ create, connections }) => {
  test("another name of the platform changes only state; another platform gets new connections, and the old ones stay", async () => {
    const [first, second] = [await startPlatform(), await startPlatform()];
    const stack = await create(connections(declared));
    // By environment: a changed configuration reaches a refresh only after an up, or with --run-program.
    const use = ({ apiKey, host: ownHost }: Emulator, host = ownHost) => {
      for (const emulator of [first, second]) emulator.clearJournal();
      Object.assign(stack.env, { MODEL_CONNECTIONS_HOST: host, MODEL_CONNECTIONS_API_KEY: apiKey });
    };
    use(first);
    expect(await stack.up()).toMatchObject({ code: 0, plan: { create: 4 } });

    const target = { stack, first, second, use };
    await expectRenamed(target);
    await expectRefreshRefused(target);
    await expectReplaced(target);

    // On the first platform, the explicit name now belongs to a connection that the stack doesn't manage.
    const theirs = first.connections().find(({ connectionName }) => connectionName === "an explicit name")!;
    use(first);
    const refused = await stack.preview();
    expect(refused.code).not.toBe(0);
    expect(said(refused, "error")).toContain(
      `a connection named "an explicit name" already exists (${theirs.connectionId}`,
    );
    expect(Object.keys(requests(first)).sort()).toEqual(["get", "list"]);

    await expectDestroyed(target);
  });
});

interface Target {
  stack: EngineStack;
  first: Emulator;
  second: Emulator;
  use: (emulator: Emulator, host?: string) => void;
}

async function expectRenamed({ stack, first, use }: Target) {
  const before = first.connections();
  const ids = await identities(stack);
  use(first, `localhost:${first.host.split(":")[1]}`);
  const run = await stack.up("--skip-preview=false");
  expect(run).toMatchObject({ code: 0, plan: { update: 4 } });
  expect(run.steps.filter(({ diffs }) => diffs.includes("host"))).toHaveLength(4);
  expect(Object.keys(requests(first))).toEqual(["get"]);
  await expectSettled(stack);

  use(first);
  expect(await stack.refresh()).toMatchObject({ code: 0, plan: { update: 4 } });
  expect(requests(first)).toEqual({ get: 4 });
  await expectSettled(stack);
  expect(await identities(stack)).toEqual(ids);
  expect(first.connections()).toEqual(before);
  for (const { inputs, outputs } of Object.values(await managed(stack)))
    expect([inputs?.["host"], outputs?.["host"]]).toEqual([first.host, first.host]);
}

/** A refresh against a platform that knows none of them changes neither state nor platforms. */
async function expectRefreshRefused({ stack, first, second, use }: Target) {
  const before = first.connections();
  const state = await managed(stack, { showSecrets: true });
  use(second);
  const run = await stack.refresh();
  expect(run.code).not.toBe(0);
  for (const { id } of Object.values(state)) {
    const refusal = `\\(${id}\\): state records the connection on ${first.host}, but model-connections:host is ${second.host}, which doesn't know its id\\. Nothing was changed`;
    expect(said(run, "error")).toMatch(new RegExp(refusal));
  }
  expect(await managed(stack, { showSecrets: true })).toEqual(state);
  expect(requests(first)).toEqual({});
  // The list tells another platform from a host without this API.
  expect(requests(second)).toEqual({ get: 4, list: 1 });
  expect(first.connections()).toEqual(before);
}

/** up plans replacements that show `host`, and reports each connection that stays on the first platform. */
async function expectReplaced({ stack, first, second }: Target) {
  const before = first.connections();
  const ids = await identities(stack);
  const preview = await stack.preview("--diff");
  expect(preview).toMatchObject({ code: 0, plan: { replace: 4 } });
  for (const name of names) {
    const step = preview.steps.find(({ op, urn }) => op === "replace" && urn === stack.urn(name));
    expect(step).toMatchObject({ keys: ["host"], diffs: ["host"] });
  }
  expect(preview.stdout).toMatch(new RegExp(`~ host *: "${first.host}" => "${second.host}"`));
  expect(second.connections()).toEqual([]);

  second.clearJournal();
  const run = await stack.up();
  expect(run).toMatchObject({ code: 0, plan: { replace: 4 } });
  const created = await identities(stack);
  for (const name of names) {
    expect(created[name]).toEqual({ id: expect.not.stringMatching(ids[name]!.id), name: ids[name]!.name });
    expect(onPlatform(second, created[name]!.id).fields["API_KEY"]).toBe(declared[name].apiKey);
    const behind = `"${ids[name]!.name}" (${ids[name]!.id}) is no longer in this stack, but it still exists on ${first.host}`;
    expect(said(run)).toContain(behind);
  }
  expect(said(run)).toContain(
    "Its key was not scrubbed, because model-connections:host now names another platform",
  );
  expect(second.connections()).toHaveLength(4);
  // A GET by id shows whether it is the same platform.
  expect(second.journal().filter(({ operation, status }) => operation === "update" || status >= 500)).toEqual(
    [],
  );
  expect(requests(first)).toEqual({});
  expect(first.connections()).toEqual(before);
  await expectSettled(stack);
}

/** destroy with the other platform in the settings sends only a GET by id to either. */
async function expectDestroyed({ stack, first, second, use }: Target) {
  const before = [first.connections(), second.connections()];
  use(first);
  const run = await stack.destroy();
  expect(run).toMatchObject({ code: 0, plan: { delete: 4 } });
  expect(said(run).match(new RegExp(`still exists on ${second.host}`, "g"))).toHaveLength(4);
  expect(said(run)).toContain("was not scrubbed");
  expect(requests(first)).toEqual({ get: 1, list: 1 });
  expect(requests(second)).toEqual({});
  expect([first.connections(), second.connections()]).toEqual(before);
}
