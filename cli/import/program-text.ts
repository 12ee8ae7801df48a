/** The program that `import` writes: one resource a connection, formatted as prettier would. */
import { printable } from "../../provider/api/printable";
import type { NamedResource } from "./names";

export function programText(resources: readonly NamedResource[]): string {
  const imports = [
    'import * as pulumi from "@pulumi/pulumi";',
    'import { ModelConnection } from "pulumi-model-connections";',
  ];
  const blocks = resources.map((resource) =>
    resource.leftOut === undefined ? resourceText(resource) : leftOutText(resource),
  );
  return `${[imports.join("\n"), "const config = new pulumi.Config();", ...blocks].join("\n\n")}\n`;
}

function resourceText(resource: NamedResource): string {
  const { logicalName, variable, secret, id, status } = resource;
  const mark = status === undefined || status === "ACTIVE" ? "" : `, ${printable(status)} on the platform`;
  const { provider, connectionName, ...fields } = resource.arguments;
  const given = Object.entries({ provider, connectionName, ...fields });
  const lines = [
    ...given.map(([name, value]) => `${name}: ${literal(value ?? "")},`),
    `apiKey: config.requireSecret(${literal(secret)}),`,
    "adopt: true,",
  ];
  return `// ${id}${mark}\n${declaration(variable, literal(logicalName), lines)}`;
}

/** In one of the two shapes that prettier has for it, by the length of the first line. */
function declaration(variable: string, name: string, lines: readonly string[]): string {
  const head = `export const ${variable} = new ModelConnection(`;
  const block = (indent: string) =>
    [`{`, ...lines.map((line) => `${indent}  ${line}`), `${indent}}`].join("\n");
  const short = `${head}${name}, {`;
  if (short.length <= 80) return `${head}${name}, ${block("")});`;
  return `${head}\n  ${name},\n  ${block("  ")},\n);`;
}

function leftOutText({ id, connectionName, leftOut }: NamedResource): string {
  return `// Left out: ${printable(connectionName)} (${id}): ${leftOut ?? ""}.`;
}

/** A string literal that keeps every character, also those that editors can't show. */
function literal(text: string): string {
  const escaped = JSON.stringify(text).replace(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    [...Array(character.length).keys()]
      .map((i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`)
      .join(""),
  );
  // Prettier's choice: the quotes that need fewer escapes.
  const double = (text.match(/"/g) ?? []).length;
  const single = (text.match(/'/g) ?? []).length;
  if (double <= single) return escaped;
  return `'${escaped.slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'")}'`;
}
