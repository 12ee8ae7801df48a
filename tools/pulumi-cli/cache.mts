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
import { isComplete } from "./on-path.mts";
import { type Source, cliVersion, hostVersion } from "./sources.mts";

const root = join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "pulumi-model-connections");
const versions = `pulumi-${cliVersion}-nodejs-host-${hostVersion}`;
export const cacheFolder = join(root, `${versions}-${process.platform}-${process.arch}`);

/** Resolves to the reason if the source can't provide the CLI. If two processes do this at once, one result is kept. */
export async function fillCache(source: Source): Promise<string | undefined> {
  mkdirSync(root, { recursive: true });
  removeLeftovers();
  // Nobody else can read or write in it.
  const partial = mkdtempSync(`${cacheFolder}.partial-`);
  const remove = () => rmSync(partial, { recursive: true, force: true });
  const forget = onInterrupt(remove);
  try {
    const scratch = join(partial, "scratch");
    mkdirSync(scratch, { mode: 0o700 });
    const reason = await source(partial, scratch);
    rmSync(scratch, { recursive: true, force: true });
    if (reason !== undefined) return reason;
    renewLauncher(partial);
    if (!isComplete(partial)) return "it was incomplete";
    putInPlace(partial);
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

function putInPlace(partial: string) {
  if (isComplete(cacheFolder)) return;
  rmSync(cacheFolder, { recursive: true, force: true });
  try {
    renameSync(partial, cacheFolder);
  } catch (error) {
    // Another process was faster.
    if (!isComplete(cacheFolder)) throw error;
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
