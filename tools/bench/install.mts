// How large the package is: as it is packed, and as it lies in node_modules with all that it brings.
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Bytes. */
export interface Install {
  readonly packed: number;
  readonly unpacked: number;
  /** Of its dependencies, without the peer that a Pulumi program has anyway. */
  readonly dependencies: number;
  readonly dependencyCount: number;
}

const repository = fileURLToPath(new URL("../../", import.meta.url));
const lock = JSON.parse(readFileSync(join(repository, "package-lock.json"), "utf8")) as Lock;

export function measureInstall(): Install {
  const [packed] = JSON.parse(npm("pack", "--dry-run", "--json", "--ignore-scripts")) as Packed[];
  if (packed === undefined) throw new Error("npm pack has told nothing.");
  const folders = [...foldersBelow("")].map((path) => join(repository, path));
  return {
    packed: packed.size,
    unpacked: packed.unpackedSize,
    dependencies: folders.map(bytesIn).reduce((sum, size) => sum + size, 0),
    dependencyCount: folders.length,
  };
}

/** Where a package's dependencies lie, and theirs; as the lock file has it. */
function foldersBelow(folder: string, seen = new Set<string>()): Set<string> {
  for (const name of Object.keys(lock.packages[folder]?.dependencies ?? {})) {
    const found = [`${folder}/node_modules/${name}`, `node_modules/${name}`].find(
      (path) => path in lock.packages,
    );
    if (found === undefined || seen.has(found)) continue;
    seen.add(found);
    foldersBelow(found, seen);
  }
  return seen;
}

interface Packed {
  size: number;
  unpackedSize: number;
}

interface Lock {
  readonly packages: Record<string, { dependencies?: Record<string, string> }>;
}

function bytesIn(folder: string): number {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.name !== "node_modules")
    .reduce((sum, entry) => {
      const path = join(folder, entry.name);
      return sum + (entry.isDirectory() ? bytesIn(path) : statSync(path).size);
    }, 0);
}

function npm(...args: string[]): string {
  return execFileSync("npm", args, {
    cwd: repository,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
}
