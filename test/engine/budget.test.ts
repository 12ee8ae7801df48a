// What a connection may cost, as far as that is the same on every machine; `npm run bench` measures the rest.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Emulator } from "pulumi-model-connections/emulator";
import { fleet } from "../../tools/bench/fleet.mts";
import { budget } from "../../tools/bench/limits.mts";
import { programs } from "../../tools/bench/programs.mts";
import type { PulumiSubject } from "../../tools/bench/subjects.mts";
import { succeeded } from "../support/outcomes";
import { requests, startPlatform } from "../support/platform";
import { EngineStack } from "../support/stack";

const SIZE = 5;
const ROTATED = 2;

/** A stack of one of the benchmark's programs. */
async function stackOf(subject: PulumiSubject): Promise<{ stack: EngineStack; emulator: Emulator }> {
  const emulator = await startPlatform();
  const { host, apiKey } = emulator;
  const env = { MODEL_CONNECTIONS_HOST: host, MODEL_CONNECTIONS_API_KEY: apiKey };
  const stack = await EngineStack.create({ program: programs[subject].files["index.js"]!, env });
  declare(stack, 0);
  succeeded(await stack.up());
  return { stack, emulator };
}

function declare(stack: EngineStack, rotated: number): void {
  writeFileSync(join(stack.folder, "fleet.json"), JSON.stringify(fleet(SIZE, rotated)));
}

/** Bytes for each resource, without the spaces that the backend puts between. */
async function stateBytes(stack: EngineStack): Promise<number> {
  const { resources = [] } = (await stack.exportState()).deployment;
  const dynamic = resources.filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic"));
  expect(dynamic).toHaveLength(SIZE);
  return JSON.stringify(dynamic).length / SIZE;
}

test("requests of each operation stay within the budget", async () => {
  const { stack, emulator } = await stackOf("ours");
  const total = () => Object.values(requests(emulator)).reduce((sum, sent) => sum + sent, 0);
  const { list = 0, ...others } = requests(emulator);
  expect(list).toBeLessThanOrEqual(budget.lists);
  expect(others).toEqual({ create: SIZE, get: SIZE * (budget.requests["first up"] - 1) });

  succeeded(await stack.up());
  expect(total()).toBeLessThanOrEqual(SIZE * budget.requests["no-change up"]);
  succeeded(await stack.refresh());
  expect(total()).toBeLessThanOrEqual(SIZE * budget.requests.refresh);

  declare(stack, ROTATED);
  succeeded(await stack.up());
  expect(total()).toBeLessThanOrEqual(ROTATED * budget.requests.rotation);
  const keys = emulator.connections().map(({ fields }) => fields["API_KEY"]);
  expect(keys.sort()).toEqual(fleet(SIZE, ROTATED).map(({ apiKey }) => apiKey));
});

test("state is smaller than that of a dynamic resource of Pulumi's own class, by the budget", async () => {
  const ours = await stateBytes((await stackOf("ours")).stack);
  const noOp = await stateBytes((await stackOf("no-op")).stack);
  const handWritten = await stateBytes((await stackOf("hand-written")).stack);
  expect(ours / noOp).toBeLessThanOrEqual(budget.stateTo["no-op"]);
  expect(ours / handWritten).toBeLessThanOrEqual(budget.stateTo["hand-written"]);
});
