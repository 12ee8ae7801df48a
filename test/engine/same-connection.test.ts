// An unchanged connection stays the same one, whatever the engine calls it: made anew, renamed, moved.
import { startEmulator, type Emulator } from "pulumi-model-connections/emulator";
import { expectSettled, said } from "../support/outcomes";
import { onPlatform, requests } from "../support/platform";
import { anthropic, type Args, azure, connection, customApi, openAi, program } from "../support/program";
import { EngineStack, type Run } from "../support/stack";
import { identities } from "../support/state";

// Named by us or by the user, with a key that the API changes or not, to be scrubbed when let go or not.
let declared: Record<string, Args> = {
  auto: openAi,
  custom: customApi,
  scrubbed: { ...anthropic, deletionPolicy: "scrub" },
  named: { ...azure, connectionName: "named by hand", deletionPolicy: "scrub" },
  customNamed: { ...customApi, apiKey: "sk-custom-second-5555", connectionName: "custom by hand" },
};

let emulator: Emulator;
let stack: EngineStack;

beforeAll(async () => {
  emulator = await startEmulator();
  const { host, apiKey } = emulator;
  stack = await EngineStack.create({ program: asDeclared(), host, apiKey });
  await stack.up();
});
afterAll(() => emulator.stop());

test("--replace of unchanged auto-named connections keeps each of them and its key, scrub or not", async () => {
  await expectKept(["auto", "custom", "scrubbed"], (...urns) =>
    stack.up("--skip-preview=false", ...urns.flatMap((urn) => ["--replace", urn])),
  );
  await expectSettled(stack);
});

test("an explicit name, with nothing to tell it from somebody else's, is refused until adopt says whose it is", async () => {
  const before = emulator.connections();
  const { named } = await identities(stack);
  await taint(stack.urn("named"), stack.urn("customNamed"));
  const refused = await stack.preview();
  expect(refused.code).not.toBe(0);
  expect(said(refused, "error")).toMatch(/exists \(cn-.*\)\. Set adopt: true to take it over/);
  expect(emulator.connections()).toEqual(before);

  declare({ named: { adopt: true }, customNamed: { adopt: true } });
  await expectKept(["named", "customNamed"], () => stack.up());
  declare({ named: { adopt: false }, customNamed: { adopt: false } });
  await expectSettled(stack);
  expect(onPlatform(emulator, named!.id).fields["API_KEY"]).toBe(azure.apiKey);
});

test("a connection that replaced another is kept like any other, and the replaced one stays as it was left", async () => {
  const old = await identities(stack);
  const models = { auto: { model: "gpt-4.1" }, scrubbed: { model: "claude-next" } };
  declare({ ...models, custom: { baseUrl: "https://next.example.com" } });
  expect(await stack.up()).toMatchObject({ code: 0, plan: { replace: 3, same: 2 } });
  const left = ["auto", "custom", "scrubbed"].map((name) => onPlatform(emulator, old[name]!.id));
  expect(left.map(({ fields }) => fields["API_KEY"])).toEqual([
    openAi.apiKey,
    customApi.apiKey,
    `scrubbed-by-pulumi-${old["scrubbed"]!.id}`,
  ]);

  await taint(stack.urn("auto"), stack.urn("custom"), stack.urn("scrubbed"));
  await expectKept(["auto", "custom", "scrubbed"], () => stack.up());
  expect(["auto", "custom", "scrubbed"].map((name) => onPlatform(emulator, old[name]!.id))).toEqual(left);
});

test("a renamed or moved resource is unchanged and keeps connection, name and key, also a new key", async () => {
  const { auto, custom, ...others } = await identities(stack);
  const moved = (key: string) =>
    program(
      'const group = new pulumi.ComponentResource("test:index:Group", "group");',
      connection("renamed", { ...declared["auto"], apiKey: key }, '{ aliases: [{ name: "auto" }] }'),
      connection("moved", declared["custom"]!, `{ parent: group, aliases: ["${stack.urn("custom")}"] }`),
      connection("scrubbed", declared["scrubbed"]!, toGroup),
      connection("named", declared["named"]!, toGroup),
      connection("customNamed", declared["customNamed"]!),
    );
  const toGroup = "{ parent: group, aliases: [{ parent: pulumi.rootStackResource }] }";
  const before = emulator.connections();
  emulator.clearJournal();
  stack.program(moved(openAi.apiKey));
  expect(await stack.up("--skip-preview=false")).toMatchObject({ code: 0, plan: { same: 5 } });
  expect(requests(emulator)).toEqual({});
  expect(await identities(stack)).toEqual({ ...others, renamed: auto, moved: custom });

  stack.program(moved("sk-open-ai-rotated-6666"));
  expect(await stack.up()).toMatchObject({ code: 0, plan: { update: 1, same: 4 } });
  expect(await identities(stack)).toEqual({ ...others, renamed: auto, moved: custom });
  expect(onPlatform(emulator, auto!.id).fields["API_KEY"]).toBe("sk-open-ai-rotated-6666");
  expect(emulator.connections()).toHaveLength(before.length);
  await expectSettled(stack);

  // With the new key another name comes out, and nothing of the old one reaches us: it is up to the platform.
  const anew = await stack.up("--replace", stack.urn("renamed"));
  expect(anew.code).not.toBe(0);
  expect(said(anew, "error")).toContain("is used by another connection to the same model");
  expect(await identities(stack)).toEqual({ ...others, renamed: auto, moved: custom });
  expect(emulator.connections()).toHaveLength(before.length);
});

/** The run may send the key again, but makes nothing, and each connection has the declared key afterwards. */
async function expectKept(names: string[], up: (...urns: string[]) => Promise<Run>) {
  const ids = await identities(stack);
  const count = emulator.connections().length;
  emulator.clearJournal();
  const run = await up(...names.map((name) => stack.urn(name)));
  expect(run).toMatchObject({ code: 0, plan: { replace: names.length }, failed: [] });
  expect(said(run)).not.toContain("goes on existing");
  expect(requests(emulator)).not.toHaveProperty("create");
  expect(emulator.connections()).toHaveLength(count);
  expect(await identities(stack)).toEqual(ids);
  for (const [name, { id }] of Object.entries(ids))
    expect(onPlatform(emulator, id).fields["API_KEY"]).toBe(declared[name]!["apiKey"]);
}

function declare(changes: Record<string, Args>) {
  for (const [name, change] of Object.entries(changes))
    declared = { ...declared, [name]: { ...declared[name], ...change } };
  stack.program(asDeclared());
}

function asDeclared(): string {
  return program(...Object.entries(declared).map(([name, args]) => connection(name, args)));
}

async function taint(...urns: string[]) {
  expect(await stack.run("state", "taint", "--yes", ...urns)).toMatchObject({ code: 0 });
}
