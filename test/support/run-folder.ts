// The one folder of a test run: it contains the scratch projects, and a list of the process groups that must not outlive the run.
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAlive, killInside, sendSignal } from "./processes";

const prefix = "mc-engine-";

/** Also removes what killed runs have left. */
export function openRun(): string {
  const tmp = realpathSync(tmpdir());
  for (const name of readdirSync(tmp)) {
    const owner = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    if (owner && !isAlive(Number(owner))) removeFolder(join(tmp, name));
  }
  const folder = mkdtempSync(join(tmp, `${prefix}${process.pid}-`));
  mkdirSync(join(folder, "groups"));
  return folder;
}

export function closeRun(): void {
  const folder = runFolder();
  for (const group of list(join(folder, "groups"))) sendSignal(-Number(group), "SIGKILL");
  removeFolder(folder);
}

export function runFolder(): string {
  const folder = process.env["ENGINE_RUN_FOLDER"];
  if (!folder) throw new Error("test/support/setup.ts has not run: use `npm run test:engine`.");
  return folder;
}

/** The group is killed when the run ends; the returned function takes it off the list. */
export function registerGroup(pid: number): () => void {
  const entry = join(runFolder(), "groups", String(pid));
  writeFileSync(entry, "");
  return () => rmSync(entry, { force: true });
}

export function removeFolder(folder: string): void {
  killInside(folder);
  // A process that is ending may still write into it.
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
