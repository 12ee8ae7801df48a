// A program with many connections, of all four providers in turn, each with a key of its own.
import { anthropic, azure, connections, customApi, openAi, type Args } from "./program";

export interface Fleet {
  size: number;
  /** Whose keys: two owners of the same program differ in nothing else. */
  owner?: string;
  /** Another generation is another model or base URL for each, and so a replacement. */
  generation?: number;
  /** Only "retain" works for all four providers; with "scrub" the fleet goes without "API". */
  deletionPolicy?: "retain" | "scrub";
}

const kinds: ((generation: number) => Args)[] = [
  (generation) => ({ ...openAi, model: `gpt-4o-${generation}` }),
  (generation) => ({ ...azure, model: `GPT-4-${generation}` }),
  (generation) => ({ ...anthropic, model: `claude-${generation}` }),
  (generation) => ({ ...customApi, baseUrl: `https://api.example.com/${generation}` }),
];

export function memberNames(size: number): string[] {
  return Array.from({ length: size }, (_, index) => `member${index + 1}`);
}

export function memberKey(owner: string, name: string): string {
  return `sk-${owner}-key-of-${name}`;
}

export function fleetProgram({ size, owner = "own", generation = 1, deletionPolicy }: Fleet): string {
  const offered = deletionPolicy === "scrub" ? kinds.slice(0, 3) : kinds;
  return connections(
    Object.fromEntries(
      memberNames(size).map((name, index) => [
        name,
        {
          ...offered[index % offered.length]!(generation),
          apiKey: memberKey(owner, name),
          ...(deletionPolicy === undefined ? {} : { deletionPolicy }),
        },
      ]),
    ),
  );
}
