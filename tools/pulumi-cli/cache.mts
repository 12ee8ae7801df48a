// The folder in the user's cache that keeps the CLI between runs; it is there whole or not at all.
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { onInterrupt } from "./interrupt.mts";
import { isAlive } from "./lock.mts";
import { isWhole } from "./on-path.mts";
import { cliVersion, hostVersion } from "./pins.mts";

const cacheRoot = join(
  process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"),
  "pulumi-model-connections",
);
const key = `pulumi-${cliVersion}-nodejs-host-${hostVersion}-${process.platform}-${process.arch}`;

export const cachedBin = join(cacheRoot, key);
export const lockFile = `${cachedBin}.lock`;

export function isCached(): boolean {
  return isWhole(cachedBin);
}

export function openCache(): void {
  mkdirSync(cacheRoot, { recursive: true });
}

/** Gives `fill` an empty folder and puts it in place when `fill` has made a whole CLI there. */
export async function intoCache<T>(fill: (folder: string) => Promise<T>): Promise<T> {
  removeLeftovers();
  const partial = mkdtempSync(`${cachedBin}.partial-${String(process.pid)}-`);
  const remove = () => rmSync(partial, { recursive: true, force: true });
  const forget = onInterrupt(remove);
  try {
    const result = await fill(partial);
    if (isWhole(partial)) putInPlace(partial);
    return result;
  } finally {
    forget();
    remove();
  }
}

function putInPlace(partial: string) {
  if (isCached()) return;
  rmSync(cachedBin, { recursive: true, force: true });
  renameSync(partial, cachedBin);
}

/** A killed process had no time to remove its own. */
function removeLeftovers() {
  for (const name of readdirSync(cacheRoot)) {
    const pid = /\.partial-(\d+)-/.exec(name)?.[1];
    if (pid && name.startsWith(basename(cachedBin)) && !isAlive(Number(pid))) {
      rmSync(join(cacheRoot, name), { recursive: true, force: true });
    }
  }
}
