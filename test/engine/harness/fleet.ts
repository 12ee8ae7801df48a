// A program with many connections, of all four providers in turn, each with a key of its own.

export interface Fleet {
  size: number;
  /** Whose keys: two owners of the same program differ in nothing else. */
  owner?: string;
  /** Another generation is another model or base URL for each, and so a replacement. */
  generation?: number;
  /** Only "retain" works for all four providers; with "scrub" the fleet goes without "API". */
  deletionPolicy?: "retain" | "scrub";
}

type Args = Record<string, unknown>;

const kinds: ((generation: number) => Args)[] = [
  (generation) => ({ provider: "Open AI", model: `gpt-4o-${generation}` }),
  (generation) => ({
    provider: "Azure Open AI",
    model: `GPT-4-${generation}`,
    apiVersion: "2024-08-01-preview",
    resourceName: "my-azure-resource",
    deploymentId: "my-deployment",
  }),
  (generation) => ({ provider: "Anthropic", model: `claude-${generation}` }),
  (generation) => ({ provider: "API", baseUrl: `https://api.example.com/${generation}` }),
];

export function memberNames(size: number): string[] {
  return Array.from({ length: size }, (_, index) => `member${index + 1}`);
}

export function keyOf(owner: string, name: string): string {
  return `sk-${owner}-key-of-${name}`;
}

export function fleetProgram({ size, owner = "own", generation = 1, deletionPolicy }: Fleet): string {
  const offered = deletionPolicy === "scrub" ? kinds.slice(0, 3) : kinds;
  return declaring(
    memberNames(size).map((name, index) => [
      name,
      {
        ...offered[index % offered.length]!(generation),
        apiKey: keyOf(owner, name),
        ...(deletionPolicy === undefined ? {} : { deletionPolicy }),
      },
    ]),
  );
}

/** A program that declares the given connections, by logical name. */
export function declaring(members: [name: string, args: Args][]): string {
  return [
    'const { ModelConnection } = require("pulumi-model-connections");',
    ...members.map(
      ([name, args]) => `new ModelConnection(${JSON.stringify(name)}, ${JSON.stringify(args)});`,
    ),
    "",
  ].join("\n");
}
