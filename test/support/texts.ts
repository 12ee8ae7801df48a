// The text of all files below a folder, for searches that must find a secret wherever it went.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** By hand, since the recursive readdir follows links, and node_modules links back to this repository. */
export function textsIn(folder: string): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) Object.assign(texts, textsIn(path));
    if (entry.isFile()) texts[path] = readFileSync(path, "utf8");
  }
  return texts;
}
