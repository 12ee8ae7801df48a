// An unchanged connection stays the same one through a forced replacement, a rename or a move of its resource.
import type { Emulator } from "pulumi-model-connections/emulator";
import { bothProviders, dynamicProvider, type ProviderUnderTest } from "../support/both-providers";
import { expectSettled, said } from "../support/outcomes";
import { keyOn, onPlatform, requests, startPlatform } from "../support/platform";
import {
  anthropic,
  azure,
  connection,
  type Connections,
  customApi,
  declaredKey,
  fromScratch,
  gateway,
  openAi,
  program,
} from "../support/program";
import type { EngineStack, Run } from "../support/stack";
import { identities } from "../support/state";

// Auto-named or explicitly named, with a key that the API can change or not, scrubbed when removed or not.
const declared = {
  auto: openAi,
  custom: customApi,
  scrubbed: { ...anthropic, deletionPolicy: "scrub" },
  named: { ...azure, connectionName: "an azure name", deletionPolicy: "scrub" },
  customNamed: { ...customApi, apiKey: "sk-custom-second-5555", connectionName: "a custom name" },
  gateway,
  house: { ...fromScratch, deletionPolicy: "scrub" },
} satisfies Connections;
const COUNT = Object.keys(declared).length;
const autoNamed = ["auto", "custom", "scrubbed", "gateway", "house"];

describe.each(bothProviders)("$name", (provider) => {
  test("a forced replacement keeps an auto-named connection, a new one as well, and an explicitly named one only with adopt", async () => {
    const target = await created(provider);
    const { emulator, stack } = target;
    await expectKept(target, declared, autoNamed, (...urns) =>
      stack.up("--skip-preview=false", ...urns.flatMap((urn) => ["--replace", urn])),
    );
    await expectSettled(stack);

    // Nothing distinguishes an explicitly named connection from somebody else's.
    const before = emulator.connections();
    const ids = await identities(stack);
    await taint(stack, "named", "customNamed");
    const refused = await stack.preview();
    expect(refused.code).not.toBe(0);
    expect(said(refused, "error")).toMatch(/exists \(cn-.*\)\. Set adopt: true to adopt it/);
    expect(emulator.connections()).toEqual(before);
    const adopting = changed(declared, { named: { adopt: true }, customNamed: { adopt: true } });
    stack.program(provider.connections(adopting));
    await expectKept(target, adopting, ["named", "customNamed"], () => stack.up());
    stack.program(
      provider.connections(changed(declared, { named: { adopt: false }, customNamed: { adopt: false } })),
    );
    await expectSettled(stack);
    expect(onPlatform(emulator, ids["named"]!.id).fields["API_KEY"]).toBe(azure.apiKey);

    const replaced = changed(declared, {
      auto: { model: "gpt-4.1" },
      scrubbed: { model: "claude-next" },
      custom: { baseUrl: "https://next.example.com" },
      gateway: { model: "llama-next" },
      house: { model: "house-next" },
    });
    stack.program(provider.connections(replaced));
    expect(await stack.up()).toMatchObject({ code: 0, plan: { replace: autoNamed.length, same: 2 } });
    // The forced replacement reclaimed the connections, so scrub leaves their keys alone.
    const left = autoNamed.map((name) => onPlatform(emulator, ids[name]!.id));
    expect(left.map(keyOn)).toEqual(
      autoNamed.map((name) => declaredKey(declared[name as keyof typeof declared])),
    );
    await taint(stack, ...autoNamed);
    await expectKept(target, replaced, autoNamed, () => stack.up());
    expect(autoNamed.map((name) => onPlatform(emulator, ids[name]!.id))).toEqual(left);
  });
});

// Programs in YAML have no components.
test("a renamed or moved resource is unchanged and keeps connection, name and key, and a new key is sent in place", async () => {
  const { emulator, stack } = await created(dynamicProvider);
  const { auto, custom, ...others } = await identities(stack);
  const toGroup = "{ parent: group, aliases: [{ parent: pulumi.rootStackResource }] }";
  const moved = (apiKey: string) =>
    program(
      'const group = new pulumi.ComponentResource("test:index:Group", "group");',
      connection("renamed", { ...declared.auto, apiKey }, '{ aliases: [{ name: "auto" }] }'),
      connection("moved", declared.custom, `{ parent: group, aliases: ["${stack.urn("custom")}"] }`),
      connection("scrubbed", declared.scrubbed, toGroup),
      connection("named", declared.named, toGroup),
      connection("customNamed", declared.customNamed),
      connection("gateway", declared.gateway, toGroup),
      connection("house", declared.house, toGroup),
    );
  emulator.clearJournal();
  stack.program(moved(openAi.apiKey));
  expect(await stack.up("--skip-preview=false")).toMatchObject({ code: 0, plan: { same: COUNT } });
  expect(requests(emulator)).toEqual({});
  expect(await identities(stack)).toEqual({ ...others, renamed: auto, moved: custom });

  stack.program(moved("sk-open-ai-rotated-6666"));
  expect(await stack.up()).toMatchObject({ code: 0, plan: { update: 1, same: COUNT - 1 } });
  expect(await identities(stack)).toEqual({ ...others, renamed: auto, moved: custom });
  expect(onPlatform(emulator, auto!.id).fields["API_KEY"]).toBe("sk-open-ai-rotated-6666");
  expect(emulator.connections()).toHaveLength(COUNT);
  await expectSettled(stack);

  // The new key leads to another auto-name, and create gets no old inputs: whether this succeeds depends on the platform.
  const forced = await stack.up("--replace", stack.urn("renamed"));
  expect(forced.code).not.toBe(0);
  expect(said(forced, "error")).toContain("is used by another connection to the same model");
  expect(await identities(stack)).toEqual({ ...others, renamed: auto, moved: custom });
  expect(emulator.connections()).toHaveLength(COUNT);
});

interface Target {
  emulator: Emulator;
  stack: EngineStack;
}

async function created(provider: ProviderUnderTest): Promise<Target> {
  const emulator = await startPlatform();
  const stack = await provider.on(emulator, provider.connections(declared));
  expect(await stack.up()).toMatchObject({ code: 0, plan: { create: COUNT } });
  return { emulator, stack };
}

/** The run may send the key again, but creates nothing, and each connection has the declared key afterwards. */
async function expectKept(
  { emulator, stack }: Target,
  args: Connections,
  names: string[],
  up: (...urns: string[]) => Promise<Run>,
) {
  const ids = await identities(stack);
  const count = emulator.connections().length;
  emulator.clearJournal();
  const run = await up(...names.map((name) => stack.urn(name)));
  expect(run).toMatchObject({ code: 0, plan: { replace: names.length }, failed: [] });
  expect(said(run)).not.toContain("still exists");
  expect(requests(emulator)).not.toHaveProperty("create");
  expect(emulator.connections()).toHaveLength(count);
  expect(await identities(stack)).toEqual(ids);
  for (const [name, { id }] of Object.entries(ids))
    expect(keyOn(onPlatform(emulator, id))).toBe(declaredKey(args[name]!));
}

function changed(args: Connections, changes: Connections): Connections {
  const merged = Object.entries(changes).map(([name, change]) => [name, { ...args[name], ...change }]);
  return { ...args, ...(Object.fromEntries(merged) as Connections) };
}

async function taint(stack: EngineStack, ...names: string[]) {
  const urns = names.map((name) => stack.urn(name));
  expect(await stack.run("state", "taint", "--yes", ...urns)).toMatchObject({ code: 0 });
}
