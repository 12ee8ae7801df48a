// Reads the doc comments of properties from the source of provider/.
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export interface Documented {
  readonly name: string;
  readonly text: string;
  /** The text of `@default`. */
  readonly fallback: string | undefined;
}

const root = fileURLToPath(new URL("../../", import.meta.url));
const sources = globSync("provider/**/*.ts", { cwd: root }).map((path) =>
  readFileSync(`${root}${path}`, "utf8"),
);

const PROPERTY = /\/\*\*((?:(?!\*\/)[^])*)\*\/\s+(?:declare )?(?:readonly )?(\w+)\??: /g;

/** The documented properties of an exported type, in the order of the source. */
export function documented(type: string): Documented[] {
  const start = new RegExp(`^export (?:interface|class|type) ${type}\\b`, "m");
  const source = sources.find((text) => start.test(text));
  if (source === undefined) throw new Error(`provider/ doesn't export ${type}.`);
  const [declaration = ""] = source.slice(source.search(start)).split(/\n(?=\/\*\*|export )/);
  const found = [...declaration.matchAll(PROPERTY)].map(([, comment = "", name = ""]) => {
    const [text = "", fallback] = comment.replace(/\s+\*?\s*/g, " ").split(/ ?@default /);
    return { name, text: text.trim(), fallback: fallback?.trim() };
  });
  if (found.length === 0) throw new Error(`${type} has no documented properties.`);
  return found;
}
