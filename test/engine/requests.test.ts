// What a run costs: requests to the platform, by the platform's own journal, and bytes in the backend's file.
import { startEmulator, type Emulator } from "pulumi-model-connections/emulator";
import { connectionType } from "../support/event-log";
import { anthropic, azure, connections, customApi, openAi } from "../support/program";
import { EngineStack } from "../support/stack";
import type { Deployment } from "../support/state";
import { requests } from "../support/witnesses";

const declared = { gpt4o: openAi, azure, claude: anthropic, custom: customApi };

let emulator: Emulator;
let stack: EngineStack;

beforeAll(async () => {
  emulator = await startEmulator();
  const { host, apiKey } = emulator;
  stack = await EngineStack.create({ program: connections(declared), host, apiKey });
});
afterAll(() => emulator.stop());

test("create asks for the list once a run, and sends one POST and one GET for each connection", async () => {
  expect(await stack.up("--skip-preview=false")).toMatchObject({ code: 0, plan: { create: 4 } });
  expect(requests(emulator)).toEqual({ list: 1, create: 4, get: 4 });
});

test("an up that changes nothing sends no request, and a refresh one GET for each connection", async () => {
  expect(await stack.up("--skip-preview=false")).toMatchObject({ code: 0, plan: { same: 4 } });
  expect(requests(emulator)).toEqual({});

  expect(await stack.refresh()).toMatchObject({ code: 0, plan: { same: 4 } });
  const journal = emulator.journal();
  expect(new Set(journal.map(({ connectionId }) => connectionId)).size).toBe(4);
  expect(requests(emulator)).toEqual({ get: 4 });
});

test("a new key is one PATCH of the key alone, and one GET", async () => {
  stack.program(connections({ ...declared, gpt4o: { ...openAi, apiKey: "sk-open-ai-rotated-5555" } }));
  expect(await stack.up("--skip-preview=false")).toMatchObject({ code: 0, plan: { update: 1, same: 3 } });
  expect(emulator.journal().map(({ operation, bodyKeys }) => ({ operation, bodyKeys }))).toEqual([
    { operation: "update", bodyKeys: ["fields", "fields.API_KEY"] },
    { operation: "get", bodyKeys: [] },
  ]);
});

test("a connection takes less than 2.5 KB of the state file", () => {
  const files = Object.entries(stack.stateFiles());
  const [, text] = files.find(([path]) => path.endsWith(`/.pulumi/stacks/scratch/dev.json`))!;
  const { checkpoint } = JSON.parse(text) as { checkpoint: { latest: Deployment["deployment"] } };
  const sizes = (checkpoint.latest.resources ?? [])
    .filter(({ type }) => type === connectionType)
    .map((resource) => JSON.stringify(resource).length);
  expect(sizes).toHaveLength(4);
  expect(Math.max(...sizes)).toBeLessThan(2_500);
});
