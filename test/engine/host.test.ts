// Another host in the settings: another platform is another connection, another name of the same platform is nothing.
import { startEmulator, type Emulator } from "pulumi-model-connections/emulator";
import { expectSettled, said } from "../support/outcomes";
import { onPlatform, requests } from "../support/platform";
import { anthropic, azure, connections, customApi, openAi } from "../support/program";
import { EngineStack } from "../support/stack";
import { identities, managed } from "../support/state";

const declared = {
  auto: openAi,
  named: { ...azure, connectionName: "named by hand" },
  custom: customApi,
  scrubbed: { ...anthropic, deletionPolicy: "scrub" },
};
const names = Object.keys(declared) as (keyof typeof declared)[];

let first: Emulator;
let second: Emulator;
let stack: EngineStack;

beforeAll(async () => {
  first = await startEmulator();
  second = await startEmulator();
  // From the environment: what the configuration says reaches a refresh only after an up, or with --run-program.
  stack = await EngineStack.create({ program: connections(declared) });
  moveTo(first);
  await stack.up();
});
afterAll(() => Promise.all([first.stop(), second.stop()]));

test("the same platform under another name changes state alone, by up or by refresh, and is settled then", async () => {
  const before = first.connections();
  const ids = await identities(stack);
  moveTo(first, `localhost:${first.host.split(":")[1]}`);
  const run = await stack.up("--skip-preview=false");
  expect(run).toMatchObject({ code: 0, plan: { update: 4 } });
  expect(run.steps.filter(({ diffs }) => diffs.includes("host"))).toHaveLength(4);
  expect(Object.keys(requests(first))).toEqual(["get"]);
  await expectSettled(stack);

  moveTo(first);
  expect(await stack.refresh()).toMatchObject({ code: 0, plan: { update: 4 } });
  expect(requests(first)).toEqual({ get: 4 });
  await expectSettled(stack);
  expect(await identities(stack)).toEqual(ids);
  expect(first.connections()).toEqual(before);
  for (const { inputs, outputs } of Object.values(await managed(stack)))
    expect([inputs?.["host"], outputs?.["host"]]).toEqual([first.host, first.host]);
});

test("refresh against a platform that knows none of them refuses, says so, and leaves state and platforms alone", async () => {
  const before = first.connections();
  const state = await managed(stack, { showSecrets: true });
  moveTo(second);
  const run = await stack.refresh();
  expect(run.code).not.toBe(0);
  for (const { id } of Object.values(state)) {
    const refusal = `\\(${id}\\): it lives on ${first.host}, but model-connections:host is ${second.host}, where its id is not known\\. Nothing was changed`;
    expect(said(run, "error")).toMatch(new RegExp(refusal));
  }
  expect(await managed(stack, { showSecrets: true })).toEqual(state);
  expect(requests(first)).toEqual({});
  expect(requests(second)).toEqual({ get: 4 });
  expect(first.connections()).toEqual(before);
});

test("up plans replacements that show host, makes them on the new platform, and warns of what stays on the old", async () => {
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
  const made = await identities(stack);
  for (const name of names) {
    expect(made[name]).toEqual({ id: expect.not.stringMatching(ids[name]!.id), name: ids[name]!.name });
    expect(onPlatform(second, made[name]!.id).fields["API_KEY"]).toBe(declared[name].apiKey);
    const behind = `"${ids[name]!.name}" (${ids[name]!.id}) is no longer managed, but goes on existing on ${first.host}`;
    expect(said(run)).toContain(behind);
  }
  expect(said(run)).toContain(
    "with its key, which was not scrubbed: model-connections:host is another platform now",
  );
  expect(second.connections()).toHaveLength(4);
  // By id, to learn whether it is the same platform.
  expect(second.journal().filter(({ operation, status }) => operation === "update" || status >= 500)).toEqual(
    [],
  );
  expect(requests(first)).toEqual({});
  expect(first.connections()).toEqual(before);
  await expectSettled(stack);
});

test("an explicit name that is somebody else's on the new platform is refused at preview", async () => {
  const theirs = first.connections().find(({ connectionName }) => connectionName === "named by hand")!;
  moveTo(first);
  const run = await stack.preview();
  expect(run.code).not.toBe(0);
  expect(said(run, "error")).toContain(
    `a connection of the name "named by hand" exists (${theirs.connectionId}`,
  );
  expect(Object.keys(requests(first)).sort()).toEqual(["get", "list"]);
});

test("destroy with the other platform in the settings sends nothing to either but the question by id", async () => {
  const before = [first.connections(), second.connections()];
  moveTo(first);
  const run = await stack.destroy();
  expect(run).toMatchObject({ code: 0, plan: { delete: 4 } });
  expect(said(run).match(new RegExp(`goes on existing on ${second.host}`, "g"))).toHaveLength(4);
  expect(said(run)).toContain("which was not scrubbed");
  expect(requests(first)).toEqual({ get: 1 });
  expect(requests(second)).toEqual({});
  expect([first.connections(), second.connections()]).toEqual(before);
});

function moveTo(emulator: Emulator, host = emulator.host) {
  first.clearJournal();
  second.clearJournal();
  Object.assign(stack.env, { MODEL_CONNECTIONS_HOST: host, MODEL_CONNECTIONS_API_KEY: emulator.apiKey });
}
