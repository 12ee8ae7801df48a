// The program that `import` writes: one resource for each connection, formatted as prettier does it.
import { printable } from "../../provider/printable";
import { ONE_COLUMN_EACH } from "../ascii";
import type { NamedResource } from "./names";

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

function resourceText(resource: NamedResource): string {
  const { logicalName, variable, secret, id, status } = resource;
  const statusNote =
    status === undefined || status === "ACTIVE" ? "" : `, ${printable(status)} on the platform`;
  const { provider, connectionName, ...fields } = resource.arguments;
  const values = Object.entries({ provider, connectionName, ...fields });
  const properties = [
    ...values.map(([name, value]) => [name, literal(value ?? "")] as const),
    ["apiKey", `config.requireSecret(${literal(secret)})`] as const,
    ["adopt", "true"] as const,
  ];
  return `// ${id}${statusNote}\n${declaration(variable, literal(logicalName), properties)}`;
}

const LINE = 80;

// Prettier formats a call in one of two ways, depending on the length of its first line.
function declaration(
  variable: string,
  name: string,
  properties: readonly (readonly [string, string])[],
): string {
  const head = `const ${variable} = new ModelConnection(`;
  const block = (indent: string) =>
    ["{", ...properties.map(([key, value]) => property(`${indent}  `, key, value)), `${indent}}`].join("\n");
  const short = `${head}${name}, {`;
  if (short.length <= LINE) return `${head}${name}, ${block("")});`;
  return `${head}\n  ${name},\n  ${block("  ")},\n);`;
}

// Prettier moves a value that is too long to its own line.
function property(indent: string, key: string, value: string): string {
  const line = `${indent}${key}: ${value},`;
  return columns(line) <= LINE ? line : `${indent}${key}:\n${indent}  ${value},`;
}

// The width in an editor: ideographs and emoji take two columns.
function columns(text: string): number {
  if (ONE_COLUMN_EACH.test(text)) return text.length;
  const characters = [...new Intl.Segmenter("en").segment(text)];
  return characters.reduce((sum, { segment }) => sum + (WIDE.test(segment) ? 2 : 1), 0);
}

const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u30ff\uff01-\uff60]/u;

/** One line that says which connection is left out and why. */
export function leftOutLine({ id, connectionName, leftOutReason }: NamedResource): string {
  return `Left out: ${printable(connectionName)} (${id}): ${leftOutReason ?? ""}.`;
}

// A string literal in the quotes that prettier prefers: those that need fewer escapes.
function literal(text: string): string {
  const double = (text.match(/"/g) ?? []).length;
  const single = (text.match(/'/g) ?? []).length;
  const escaped = quoted(text);
  if (double <= single) return escaped;
  return `'${escaped.slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'")}'`;
}

/** A JSON string; characters that editors can't show are escaped. */
export function quoted(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    [...Array(character.length).keys()]
      .map((i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}
