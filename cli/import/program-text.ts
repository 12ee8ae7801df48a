/** The program that `import` writes: one resource a connection, formatted as prettier would. */
import { printable } from "../../provider/printable";
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
  const properties = [
    ...given.map(([name, value]) => [name, literal(value ?? "")] as const),
    ["apiKey", `config.requireSecret(${literal(secret)})`] as const,
    ["adopt", "true"] as const,
  ];
  return `// ${id}${mark}\n${declaration(variable, literal(logicalName), properties)}`;
}

const LINE = 80;

/** In one of the two shapes that prettier has for it, by the length of the first line. */
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

/** A value that is too long for its line has one of its own. */
function property(indent: string, key: string, value: string): string {
  const line = `${indent}${key}: ${value},`;
  return columns(line) <= LINE ? line : `${indent}${key}:\n${indent}  ${value},`;
}

/** As an editor shows it: ideographs and emoji are two columns wide. */
function columns(text: string): number {
  const characters = [...new Intl.Segmenter("en").segment(text)];
  return characters.reduce((sum, { segment }) => sum + (WIDE.test(segment) ? 2 : 1), 0);
}

const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u30ff\uff01-\uff60]/u;

function leftOutText({ id, connectionName, leftOut }: NamedResource): string {
  return `// Left out: ${printable(connectionName)} (${id}): ${leftOut ?? ""}.`;
}

/** A string literal in the quotes that prettier prefers: those that need fewer escapes. */
function literal(text: string): string {
  const double = (text.match(/"/g) ?? []).length;
  const single = (text.match(/'/g) ?? []).length;
  const escaped = inQuotes(text);
  if (double <= single) return escaped;
  return `'${escaped.slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'")}'`;
}

/** A JSON string that keeps every character, also those that editors can't show. */
export function inQuotes(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    [...Array(character.length).keys()]
      .map((i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}
