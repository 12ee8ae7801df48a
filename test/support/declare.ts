// Programs whose keys are secrets of the stack, as a user declares them: a rotation is a change of the configuration.
import { program, type Args } from "./program";

export type Connections = Record<string, Args>;

/** Each connection takes its key from `keys:<logical name>`; `options` are Pulumi's, by logical name. */
export function declare(connections: Connections, options: Connections = {}): string {
  const statements = Object.entries(connections).map(
    ([name, args]) =>
      `new ModelConnection("${name}", { apiKey: keys.requireSecret("${name}"), ...${JSON.stringify(args)} }, ${JSON.stringify(options[name] ?? {})});`,
  );
  return program('const keys = new pulumi.Config("keys");', ...statements);
}

/** The secrets that `declare` reads: a key of its own for each connection. */
export function keysFor(connections: Connections): Record<string, string> {
  return Object.fromEntries(Object.keys(connections).map((name) => [`keys:${name}`, keyOf(name)]));
}

/** Long enough for every mask style to show its ends. */
export function keyOf(name: string): string {
  return `sk-declared-key-of-${name}`;
}
