// The text of a program: model connections as a user declares them, with whatever options a test is about.

export type Args = Record<string, unknown>;

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

/** The same, each with a key of its own. */
export const openAi = { ...ofEachProvider.openAi, apiKey: "sk-open-ai-declared-1111" };
export const azure = { ...ofEachProvider.azure, apiKey: "azure-declared-key-2222" };
export const anthropic = { ...ofEachProvider.anthropic, apiKey: "sk-ant-declared-3333" };
export const customApi = { ...ofEachProvider.custom, apiKey: "sk-custom-declared-4444" };

/** One statement. `options` is JavaScript, for what JSON can't say: `{ aliases: [{ parent: pulumi.rootStackResource }] }`. */
export function connection(name: string, args: Args, options = "{}"): string {
  return `new ModelConnection(${JSON.stringify(name)}, ${JSON.stringify(args)}, ${options});`;
}

/** The keys stand in it in clear: the class has to make secrets of them. */
export function program(...statements: string[]): string {
  return [
    'const pulumi = require("@pulumi/pulumi");',
    'const { ModelConnection } = require("pulumi-model-connections");',
    ...statements,
    "",
  ].join("\n");
}

/** The statements of one connection per logical name, all without options. */
export function connections(declared: Record<string, Args>): string {
  return program(...Object.entries(declared).map(([name, args]) => connection(name, args)));
}
