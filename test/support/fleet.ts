// A program with many connections, of all providers and forms in turn, each with its own key; and the promise that each exists once.
import type { Emulator, StoredConnection } from "pulumi-model-connections/emulator";
import { dynamicProvider, type ProviderUnderTest } from "./both-providers";
import { keyOn } from "./platform";
import { type Args, ofEachEndpoint, ofEachProvider } from "./program";
import type { EngineStack } from "./stack";

export interface Fleet {
  size: number;
  /** @default dynamicProvider */
  provider?: ProviderUnderTest;
  /** Two owners of the same program differ only in their keys. */
  owner?: string;
  /** Each generation has another model or base URL, and so replaces every connection. */
  generation?: number;
  /** With "scrub", the members with a `baseUrl` are retained all the same, because the API can't scrub them. */
  deletionPolicy?: "retain" | "scrub";
}

type Kind = (generation: number, key: string) => Args;

const { openAi, azure, anthropic, custom } = ofEachProvider;
const { gateway, fromScratch } = ofEachEndpoint;
const firstForm: Kind = (generation, apiKey) => ({
  ...custom,
  apiKey,
  baseUrl: `https://api.example.com/${generation}`,
});
const kinds: Kind[] = [
  (generation, apiKey) => ({ ...openAi, apiKey, model: `gpt-4o-${generation}` }),
  (generation, apiKey) => ({ ...azure, apiKey, model: `GPT-4-${generation}` }),
  (generation, apiKey) => ({ ...anthropic, apiKey, model: `claude-${generation}` }),
  firstForm,
  (generation, key) => ({
    ...gateway,
    model: `llama-${generation}`,
    headers: { Authorization: `Bearer ${key}` },
  }),
  (generation, key) => ({ ...fromScratch, model: `house-${generation}`, headers: { "x-api-key": key } }),
];

export function memberKey(owner: string, name: string): string {
  return `sk-${owner}-key-of-${name}`;
}

export function fleetProgram(fleet: Fleet): string {
  const { size, provider = dynamicProvider, owner = "own", generation = 1, deletionPolicy } = fleet;
  const members = memberNames(size).map((name, index) => {
    const kind = kinds[index % kinds.length]!;
    const policy = kind === firstForm || deletionPolicy === undefined ? {} : { deletionPolicy };
    return [name, { ...kind(generation, memberKey(owner, name)), ...policy }] as const;
  });
  return provider.connections(Object.fromEntries(members));
}

/** The platform has one connection per member and generation, as declared; the state has the newest of each and nothing else. */
export async function expectExactlyOne(stack: EngineStack, emulator: Emulator, fleet: Fleet): Promise<void> {
  const { size, provider = dynamicProvider, owner = "own", generation = 1 } = fleet;
  const names = memberNames(size);
  const there = emulator.connections();
  const newest = names.map((name) => {
    const own = there.filter((connection) => belongsTo(name, connection));
    expect(own.map(generationOf).sort()).toEqual(Array.from({ length: generation }, (_, index) => index + 1));
    return own.find((connection) => generationOf(connection) === generation)!;
  });
  expect(there).toHaveLength(size * generation);
  expect(newest.map(keyOn)).toEqual(names.map((name) => memberKey(owner, name)));
  const { resources = [], pending_operations = [] } = (await stack.exportState()).deployment;
  const inState = resources.filter(({ type }) => type === provider.type).map(({ id }) => id);
  expect(inState.sort()).toEqual(newest.map(({ connectionId }) => connectionId).sort());
  expect(pending_operations).toEqual([]);
}

function memberNames(size: number): string[] {
  return Array.from({ length: size }, (_, index) => `member${index + 1}`);
}

function belongsTo(name: string, { connectionName }: StoredConnection): boolean {
  return new RegExp(`^${name}-[0-9a-f]{7}(-\\d+)?$`).test(connectionName);
}

function generationOf({ model, fields }: StoredConnection): number {
  return Number(/\d+$/.exec(model ?? fields["BASE_URL"] ?? "")?.[0]);
}
