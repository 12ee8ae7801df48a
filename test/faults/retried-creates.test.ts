// The engine calls create again in the same process, because the program has an onError hook: exactly one connection.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Emulator, FaultRule } from "pulumi-model-connections/emulator";
import { expectSettled } from "../support/outcomes";
import { requests, startPlatform } from "../support/platform";
import { connections, openAi } from "../support/program";
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

test.each(orders)("without unique names: %s", async (_, posts, lists) => {
  const emulator = await startPlatform({ uniqueNames: false, uniqueKeys: false });
  const stack = await retrying(emulator, posts, lists);
  expect(emulator.connections()).toHaveLength(1);
  expect((await identities(stack))["gpt4o"]).toMatchObject({ id: emulator.connections()[0]!.connectionId });
  await expectSettled(stack);
});

test("with unique names a lost response and a failed list don't make every retry a conflict", async () => {
  const emulator = await startPlatform();
  const stack = await retrying(emulator, [lost], [2]);
  expect(emulator.connections()).toHaveLength(1);
  await expectSettled(stack);
});

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

/** An `up` of one connection through the Automation API, with a hook that retries every error, while POSTs and lists fail. */
async function retrying(emulator: Emulator, posts: Fault[], lists: number[]): Promise<EngineStack> {
  const stack = await EngineStack.on(emulator, connections({ gpt4o: openAi }), {
    config: { "model-connections:maxRetries": "0" },
  });
  for (const fault of posts) emulator.faults.inject({ on: { operation: "create" }, fault });
  // A rule doesn't count the requests that an earlier one fails.
  for (const [earlier, nth] of lists.entries())
    emulator.faults.inject({ on: { operation: "list" }, skip: nth - 1 - earlier, fault: failed });
  writeFileSync(join(stack.folder, "retrying.cjs"), SCRIPT);
  const { code, output } = await stack.exec("node", "retrying.cjs");
  if (code !== 0) throw new Error(output);
  expect(requests(emulator)["create"]).toBeLessThanOrEqual(posts.length + 1);
  return stack;
}

const SCRIPT = `
const pulumi = require("@pulumi/pulumi");
const { LocalWorkspace, Stack } = require("@pulumi/pulumi/automation");
const { ModelConnection } = require("pulumi-model-connections");

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
