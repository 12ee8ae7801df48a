// The folder in the user's cache that keeps the CLI between runs. It is replaced by a rename: it is complete or absent.
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onInterrupt } from "../interrupt.mts";
import { type Language, hasHost, isComplete } from "./on-path.mts";
import { type Source, cliVersion, hostVersion, versionOfHost } from "./sources.mts";

const root = join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "pulumi-model-connections");
const machine = `${process.platform}-${process.arch}`;

/** What one folder of the cache contains. */
export interface Cached {
  readonly folder: string;
  readonly isComplete: (folder: string) => boolean;
  /** Runs before the folder counts as complete. */
  readonly finish?: (folder: string) => void;
}

export const cli: Cached = {
  folder: join(root, `pulumi-${cliVersion}-nodejs-host-${hostVersion}-${machine}`),
  isComplete,
  finish: renewLauncher,
};

/** A language host, in a folder of its own, so that its version doesn't decide whether the CLI is built again. */
export function languageHost(language: Language): Cached {
  return {
    folder: join(root, `${language}-host-${versionOfHost(language)}-${machine}`),
    isComplete: (folder) => hasHost(folder, language),
  };
}

/** Resolves to the reason if the source can't provide the programs. If two processes do this at once, one result is kept. */
export async function fillCache(cached: Cached, source: Source): Promise<string | undefined> {
  mkdirSync(root, { recursive: true });
  removeLeftovers();
  // Nobody else can read or write in it.
  const partial = mkdtempSync(`${cached.folder}.partial-`);
  const remove = () => rmSync(partial, { recursive: true, force: true });
  const forget = onInterrupt(remove);
  try {
    const scratch = join(partial, "scratch");
    mkdirSync(scratch, { mode: 0o700 });
    const reason = await source(partial, scratch);
    rmSync(scratch, { recursive: true, force: true });
    if (reason !== undefined) return reason;
    cached.finish?.(partial);
    if (!cached.isComplete(partial)) return "it was incomplete";
    putInPlace(partial, cached);
    return undefined;
  } finally {
    forget();
    remove();
  }
}

/** What the engine starts for a dynamic resource; an older version of this repository may have cached an older one. */
export function renewLauncher(folder: string): void {
  const name = "pulumi-resource-pulumi-nodejs";
  const [ours, cached] = [fileURLToPath(new URL(name, import.meta.url)), join(folder, name)];
  if (isComplete(folder) && readFileSync(cached, "utf8") === readFileSync(ours, "utf8")) return;
  const renewed = `${cached}.${process.pid}`;
  copyFileSync(ours, renewed);
  renameSync(renewed, cached);
}

function putInPlace(partial: string, { folder, isComplete: isThere }: Cached) {
  if (isThere(folder)) return;
  rmSync(folder, { recursive: true, force: true });
  try {
    renameSync(partial, folder);
  } catch (error) {
    // Another process was faster.
    if (!isThere(folder)) throw error;
  }
}

/** Removes what killed processes left. No build takes a day. */
function removeLeftovers() {
  const yesterday = Date.now() - 24 * 60 * 60 * 1000;
  for (const name of readdirSync(root).filter((each) => each.includes(".partial-"))) {
    const changed = statSync(join(root, name), { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
    if (changed < yesterday) rmSync(join(root, name), { recursive: true, force: true });
  }
}
