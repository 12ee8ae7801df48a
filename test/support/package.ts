// The package as `npm pack` makes it from the built repository.
import { execFileSync } from "node:child_process";
import { join } from "node:path";

const repository = join(__dirname, "../..");

export interface Packed {
  readonly file: string;
  /** Paths inside, sorted. */
  readonly contents: string[];
}

export function pack(folder: string): Packed {
  const told = execFileSync("npm", ["pack", "--json", "--pack-destination", folder], {
    cwd: repository,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [{ filename, files }] = JSON.parse(told) as [{ filename: string; files: { path: string }[] }];
  return { file: join(folder, filename), contents: files.map(({ path }) => path).sort() };
}
