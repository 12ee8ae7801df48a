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

function resourceText({
  arguments: given,
  logicalName,
  variable,
  secret,
  id,
  status,
}: NamedResource): string {
  const mark = status === undefined || status === "ACTIVE" ? "" : `, ${printable(status)} on the platform`;
  const { provider, connectionName, ...fields } = given;
  const lines = Object.entries({ provider, connectionName, ...fields }).map(
    ([name, value]) => `  ${name}: ${literal(value ?? "")},`,
  );
  return [
    `// ${id}${mark}`,
    `export const ${variable} = new ModelConnection(${literal(logicalName)}, {`,
    ...lines,
    `  apiKey: config.requireSecret(${literal(secret)}),`,
    "  adopt: true,",
    "});",
  ].join("\n");
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
