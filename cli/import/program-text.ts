// The program that `import` writes: one resource for each connection, formatted as prettier does it.
import { printable } from "../../provider/printable";
import { jsonProperty } from "./json-text";
import type { NamedResource } from "./names";
import { LINE, literal, property } from "./text";

/** The complete index.ts. */
export function programText(resources: readonly NamedResource[]): string {
  const imports = [
    'import * as pulumi from "@pulumi/pulumi";',
    'import { ModelConnection } from "pulumi-model-connections";',
  ];
  const blocks = resources.map((resource) =>
    resource.leftOutReason === undefined ? resourceText(resource) : `// ${leftOutLine(resource)}`,
  );
  return `${[imports.join("\n"), "const config = new pulumi.Config();", ...blocks].join("\n\n")}\n`;
}

/** A property as text, with an indent before each of its lines. */
type Property = (indent: string) => string;

function resourceText(resource: NamedResource): string {
  const { logicalName, variable, id, status } = resource;
  const statusNote =
    status === undefined || status === "ACTIVE" ? "" : `, ${printable(status)} on the platform`;
  const { provider, connectionName, ...fields } = resource.arguments;
  const values = Object.entries({ provider, connectionName, ...fields });
  const code = [...credentials(resource), ["adopt", "true"] as const];
  const properties: Property[] = [
    ...values.map(
      ([name, value]) =>
        (indent: string) =>
          jsonProperty(indent, name, value ?? ""),
    ),
    ...code.map(
      ([name, value]) =>
        (indent: string) =>
          property(indent, name, value),
    ),
  ];
  return `// ${id}${statusNote}\n${declaration(variable, literal(logicalName), properties)}`;
}

/** The key, or the headers: all of them in one secret, as a JSON object of names and values. */
function credentials({ secret, headers }: NamedResource): (readonly [string, string])[] {
  if (headers === undefined) return [["apiKey", `config.requireSecret(${literal(secret)})`]];
  const type = "<Record<string, string>>";
  return headers.length === 0 ? [] : [["headers", `config.requireSecretObject${type}(${literal(secret)})`]];
}

// Prettier formats a call in one of two ways, depending on the length of its first line.
function declaration(variable: string, name: string, properties: readonly Property[]): string {
  const head = `const ${variable} = new ModelConnection(`;
  const block = (indent: string) =>
    ["{", ...properties.map((text) => text(`${indent}  `)), `${indent}}`].join("\n");
  const short = `${head}${name}, {`;
  if (short.length <= LINE) return `${head}${name}, ${block("")});`;
  return `${head}\n  ${name},\n  ${block("  ")},\n);`;
}

/** One line that says which connection is left out and why. */
export function leftOutLine({ id, connectionName, leftOutReason }: NamedResource): string {
  return `Left out: ${printable(connectionName)} (${id}): ${leftOutReason ?? ""}.`;
}
