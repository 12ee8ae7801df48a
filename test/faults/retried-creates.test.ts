// The engine calls create again in the same process, because the program has an onError hook: exactly one connection.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Emulator, FaultRule } from "pulumi-model-connections/emulator";
import {
  type ProviderUnderTest,
  bothProviders,
  dynamicProvider,
  nativeProvider,
} from "../support/both-providers";
import { expectSettled } from "../support/outcomes";
import { requests, startPlatform } from "../support/platform";
import { connection, connections, openAi } from "../support/program";
import { EngineStack } from "../support/stack";
import { identities } from "../support/state";

type Fault = FaultRule["fault"];

const lost: Fault = { kind: "lostAnswer" };
const reset: Fault = { kind: "reset" };
const failed: Fault = { kind: "status", status: 503 };
const refused: Fault = { kind: "status", status: 400 };

/** What happens to the first POSTs, and to which lists: the first comes before the first POST. */
const orders: [string, Fault[], number[]][] = [
  ["the response is lost, and so is the list after it", [lost], [2]],
  ["the response is lost, and the next three lists fail", [lost], [2, 3, 4]],
  ["the first list fails", [], [1]],
  ["the first list fails, and the response is lost", [lost], [1, 3]],
  ["the request is reset, and the list after it fails", [reset], [2]],
  ["the request is reset, then the response is lost, and lists fail", [reset, lost], [2, 6]],
  ["the platform commits and says 503, and the list after it fails", [{ ...failed, commit: true }], [2]],
  ["the platform refuses once", [refused], []],
];

/** What is sent depends on the hooks, so for the native provider one row shows that its process remembers the first create. */
const cases = [
  ...orders.map(([title, posts, lists]) => ({ provider: dynamicProvider, title, posts, lists })),
  { provider: nativeProvider, title: orders[5]![0], posts: orders[5]![1], lists: orders[5]![2] },
];

test.each(cases)("$provider.name, without unique names: $title", async ({ provider, posts, lists }) => {
  const emulator = await startPlatform({ uniqueNames: false, uniqueKeys: false });
  const stack = await retrying(provider, emulator, posts, lists);
  expect(emulator.connections()).toHaveLength(1);
  expect((await identities(stack))["gpt4o"]).toMatchObject({ id: emulator.connections()[0]!.connectionId });
  await expectSettled(stack);
});

test.each(bothProviders)(
  "$name, with unique names: a lost response and a failed list don't make every retry a conflict",
  async (provider) => {
    const emulator = await startPlatform();
    const stack = await retrying(provider, emulator, [lost], [2]);
    expect(emulator.connections()).toHaveLength(1);
    await expectSettled(stack);
  },
);

test("one 503 on the first list fails at most one create of a run", async () => {
  const emulator = await startPlatform({ uniqueKeys: false });
  const names = Array.from({ length: 8 }, (_, n) => `member${n}`);
  const stack = await EngineStack.on(
    emulator,
    connections(Object.fromEntries(names.map((name) => [name, openAi]))),
    {
      config: { "model-connections:maxRetries": "0" },
    },
  );
  emulator.faults.inject({ on: { operation: "list" }, fault: failed });
  await stack.up("--continue-on-error");
  expect(emulator.connections().length).toBeGreaterThanOrEqual(7);
  expect((await stack.up()).code).toBe(0);
  expect(emulator.connections()).toHaveLength(8);
});

/** The native provider's type has no class of its own in JavaScript. YAML has no such hooks. */
const CLASSES = {
  [dynamicProvider.name]: 'const { ModelConnection } = require("pulumi-model-connections");',
  [nativeProvider.name]: `
class ModelConnection extends pulumi.CustomResource {
  constructor(name, args, options) {
    super("${nativeProvider.type}", name, args, options);
  }
}`,
};

/** An `up` of one connection through the Automation API, with a hook that retries every error, while POSTs and lists fail. */
async function retrying(
  { name, runtime }: ProviderUnderTest,
  emulator: Emulator,
  posts: Fault[],
  lists: number[],
): Promise<EngineStack> {
  const header = `const pulumi = require("@pulumi/pulumi");\n${CLASSES[name]!}`;
  const stack = await EngineStack.on(emulator, `${header}\n${connection("gpt4o", openAi)}\n`, {
    config: { "model-connections:maxRetries": "0" },
  });
  if (runtime === "yaml") addPlugin(stack.folder);
  for (const fault of posts) emulator.faults.inject({ on: { operation: "create" }, fault });
  // A rule doesn't count the requests that an earlier one fails.
  for (const [earlier, nth] of lists.entries())
    emulator.faults.inject({ on: { operation: "list" }, skip: nth - 1 - earlier, fault: failed });
  writeFileSync(join(stack.folder, "retrying.cjs"), `${header}\n${SCRIPT}`);
  const { code, output } = await stack.exec("node", "retrying.cjs");
  if (code !== 0) throw new Error(output);
  expect(requests(emulator)["create"]).toBeLessThanOrEqual(posts.length + 1);
  return stack;
}

/** A JavaScript program finds the native provider's npm bin by Pulumi.yaml, too. */
function addPlugin(folder: string): void {
  const file = join(folder, "Pulumi.yaml");
  const manifest = JSON.parse(readFileSync(file, "utf8")) as object;
  const providers = [{ name: "model-connections", path: "node_modules/.bin" }];
  writeFileSync(file, JSON.stringify({ ...manifest, plugins: { providers } }));
}

const SCRIPT = `
const { LocalWorkspace, Stack } = require("@pulumi/pulumi/automation");

async function program() {
  const again = new pulumi.ErrorHook("again", ({ errors }) => errors.length < 8);
  new ModelConnection("gpt4o", ${JSON.stringify(openAi)}, { hooks: { onError: [again] } });
}

async function main() {
  const workspace = await LocalWorkspace.create({ workDir: __dirname, program });
  const stack = await Stack.select("dev", workspace);
  await stack.up({ onOutput: (text) => process.stdout.write(text) });
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
`;
