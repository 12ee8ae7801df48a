/** The package's schema, which the build writes from the tables and the doc comments. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

let text: string | undefined;

export function schemaText(): string {
  return (text ??= readFileSync(join(__dirname, "schema.json"), "utf8"));
}

export function version(): string {
  return (JSON.parse(schemaText()) as { version: string }).version;
}
