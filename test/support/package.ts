// The package as `npm pack` makes it from a clean clone.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, symlinkSync } from "node:fs";
import { join } from "node:path";

const repository = join(__dirname, "../..");

export interface Packed {
  readonly file: string;
  /** Paths inside, sorted. */
  readonly contents: string[];
}

export function pack(folder: string): Packed {
  const clone = join(folder, "clone");
  copyTrackedFiles(clone);
  // The script's output would be mixed with the JSON.
  const quiet = ["--json", "--foreground-scripts=false"];
  const output = run("npm", ["pack", ...quiet, "--pack-destination", folder], clone);
  const [{ filename, files }] = JSON.parse(output) as [{ filename: string; files: { path: string }[] }];
  return { file: join(folder, filename), contents: files.map(({ path }) => path).sort() };
}

/** What a commit of everything would contain, so without `dist/`; dependencies are linked, which is faster than `npm ci`. */
function copyTrackedFiles(clone: string): void {
  const listed = run("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], repository);
  for (const path of listed.split("\0"))
    if (path !== "" && existsSync(join(repository, path))) cpSync(join(repository, path), join(clone, path));
  symlinkSync(join(repository, "node_modules"), join(clone, "node_modules"));
}

function run(command: string, args: string[], cwd: string): string {
  return execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
}
