// Writes the program of a scratch stack: model connections as a user declares them, their keys as secrets of the stack.

export type Connections = Record<string, Record<string, unknown>>;

/** One valid connection per provider, without name and key. */
export const ofEachProvider = {
  openAi: { provider: "Open AI", model: "gpt-4o" },
  azure: {
    provider: "Azure Open AI",
    model: "GPT-4",
    apiVersion: "2024-08-01-preview",
    resourceName: "my-azure-resource",
    deploymentId: "my-deployment",
  },
  anthropic: { provider: "Anthropic", model: "claude-3-5-haiku-20241022" },
  custom: { provider: "API", baseUrl: "https://api.example.com" },
} as const;

/** Each connection takes its key from `keys:<logical name>`; `options` are Pulumi's, by logical name. */
export function declare(connections: Connections, options: Connections = {}): string {
  const lines = Object.entries(connections).map(
    ([name, args]) =>
      `new ModelConnection("${name}", { apiKey: keys.requireSecret("${name}"), ...${JSON.stringify(args)} }, ${JSON.stringify(options[name] ?? {})});`,
  );
  return [
    'const pulumi = require("@pulumi/pulumi");',
    'const { ModelConnection } = require("pulumi-model-connections");',
    'const keys = new pulumi.Config("keys");',
    ...lines,
    "",
  ].join("\n");
}

/** The secrets that `declare` reads: a key of its own for each connection. */
export function keysFor(connections: Connections): Record<string, string> {
  return Object.fromEntries(Object.keys(connections).map((name) => [`keys:${name}`, keyOf(name)]));
}

/** Long enough for every mask style to show its ends. */
export function keyOf(name: string): string {
  return `sk-declared-key-of-${name}`;
}
