// The text of a program that declares model connections as a user would, with whatever options a test needs.

export type Args = Record<string, unknown>;

/** Arguments, or options, by logical name. */
export type Connections = Record<string, Args>;

/** Valid arguments for each provider, without name and key. */
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

/** The same with keys, all different. */
export const openAi = { ...ofEachProvider.openAi, apiKey: "sk-open-ai-declared-1111" };
export const azure = { ...ofEachProvider.azure, apiKey: "azure-declared-key-2222" };
export const anthropic = { ...ofEachProvider.anthropic, apiKey: "sk-ant-declared-3333" };
export const customApi = { ...ofEachProvider.custom, apiKey: "sk-custom-declared-4444" };

/** The second form of provider "API", of both kinds, without headers. */
export const ofEachEndpoint = {
  gateway: {
    provider: "API",
    model: "llama-3",
    endpointUrl: "https://gateway.example.com/v1",
    mapProvider: "openAIModel",
  },
  fromScratch: {
    provider: "API",
    model: "house-1",
    endpointUrl: "https://models.example.com/generate",
    payload: { input: "{{prompt}}", options: { maxTokens: 10, stop: null } },
    outputPath: "result.text",
  },
} as const;

/** The same with headers: one key after a scheme, one without. */
export const gateway = {
  ...ofEachEndpoint.gateway,
  headers: { Authorization: "Bearer gw-declared-key-5555" },
};
export const fromScratch = {
  ...ofEachEndpoint.fromScratch,
  headers: { "x-api-key": "house-declared-key-6666" },
};

/** The key in arguments. That of an endpoint is the last word of its first header. */
export function declaredKey({ apiKey, headers }: Args): unknown {
  return (
    apiKey ??
    String(Object.values(headers ?? {})[0])
      .split(" ")
      .at(-1)
  );
}

/** One statement. `options` is JavaScript, for what JSON can't express: `{ aliases: [{ parent: pulumi.rootStackResource }] }`. */
export function connection(name: string, args: Args, options = "{}"): string {
  return `new ModelConnection(${JSON.stringify(name)}, ${JSON.stringify(args)}, ${options});`;
}

/** Its keys are plain text: the class has to mark them as secrets. */
export function program(...statements: string[]): string {
  return [
    'const pulumi = require("@pulumi/pulumi");',
    'const { ModelConnection } = require("pulumi-model-connections");',
    ...statements,
    "",
  ].join("\n");
}

/** A program of one connection per logical name. @param options by logical name @param instances explicit providers, by the name that the option `provider` has */
export function connections(
  declared: Connections,
  options: Connections = {},
  instances: Connections = {},
): string {
  return program(
    ...instancesOf(instances),
    ...Object.entries(declared).map(([name, args]) => connection(name, args, optionsOf(options[name]))),
  );
}

function instancesOf(instances: Connections): string[] {
  const each = Object.entries(instances).map(
    ([name, args]) =>
      `${JSON.stringify(name)}: new ModelConnectionsProvider(${JSON.stringify(name)}, ${JSON.stringify(args)}),`,
  );
  if (each.length === 0) return [];
  const required = 'const { ModelConnectionsProvider } = require("pulumi-model-connections");';
  return [required, "const instances = {", ...each, "};"];
}

function optionsOf({ provider, ...others }: Args = {}): string {
  const text = JSON.stringify(others);
  return provider === undefined ? text : `{ ...${text}, provider: instances[${JSON.stringify(provider)}] }`;
}

/** Its keys are secrets of the stack, `keys:<logical name>`, so that a rotation is a change of the configuration. */
export function withSecretKeys(declared: Connections, options: Connections = {}): string {
  const statements = Object.entries(declared).map(
    ([name, args]) =>
      `new ModelConnection("${name}", { apiKey: keys.requireSecret("${name}"), ...${JSON.stringify(args)} }, ${JSON.stringify(options[name] ?? {})});`,
  );
  return program('const keys = new pulumi.Config("keys");', ...statements);
}

/** The secrets that `withSecretKeys` reads: a different key for each connection. */
export function keysFor(declared: Connections): Record<string, string> {
  return Object.fromEntries(Object.keys(declared).map((name) => [`keys:${name}`, keyOf(name)]));
}

/** Long enough for every mask style to show its ends. */
export function keyOf(name: string): string {
  return `sk-declared-key-of-${name}`;
}
