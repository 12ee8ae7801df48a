// The text of a YAML program that declares model connections for the native provider. JSON is valid YAML.
import type { Args, Connections } from "./program";
import { nativeType } from "./event-log";

/** The type of an explicit provider. */
export const explicitType = "pulumi:providers:model-connections";

export interface YamlResource {
  type?: string;
  properties: Args;
  options?: Args;
  [other: string]: unknown;
}

/** @param more members of the program besides its resources, such as `outputs` */
export function yamlProgram(resources: Record<string, YamlResource>, more: object = {}): string {
  const typed = Object.entries(resources).map(([name, each]) => [name, { type: nativeType, ...each }]);
  const text = JSON.stringify({ resources: Object.fromEntries(typed), ...more }, undefined, 2);
  // To YAML, these are line breaks, or nothing that a text may contain.
  const escaped = text.replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, (character) => escapedAs(character));
  return `${escaped}\n`;
}

function escapedAs(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** A program of one connection per logical name. @param options by logical name @param instances explicit providers, by the name that the option `provider` has */
export function yamlConnections(
  declared: Connections,
  options: Connections = {},
  instances: Connections = {},
): string {
  const explicit = Object.entries(instances).map(
    ([name, properties]) => [name, { type: explicitType, properties }] as const,
  );
  return yamlProgram({ ...Object.fromEntries(explicit), ...resourcesOf(declared, options) });
}

/** Its keys are secrets of the stack, `keys:<logical name>`, so that a rotation is a change of the configuration. */
export function yamlWithSecretKeys(declared: Connections, options: Connections = {}): string {
  const config = Object.fromEntries(
    Object.keys(declared).map((name) => [`keys:${name}`, { type: "string", secret: true }]),
  );
  const withKeys = Object.entries(declared).map(
    ([name, args]) => [name, { apiKey: `\${keys:${name}}`, ...args }] as const,
  );
  return yamlProgram(resourcesOf(Object.fromEntries(withKeys), options), { config });
}

function resourcesOf(declared: Connections, options: Connections): Record<string, YamlResource> {
  return Object.fromEntries(
    Object.entries(declared).map(([name, properties]) => [
      name,
      { properties, options: withReference(options[name]) },
    ]),
  );
}

function withReference({ provider, ...others }: Args = {}): Args {
  return provider === undefined ? others : { ...others, provider: `\${${provider as string}}` };
}

/** As the language host for YAML passes them on: it drops a null inside an object. */
export function withoutNulls<T>(args: T): T {
  return JSON.parse(JSON.stringify(args, (_, value: unknown) => (value === null ? undefined : value))) as T;
}

/** A secret value, which YAML marks by a function. */
export function secret(value: string): Args {
  return { "fn::secret": value };
}
