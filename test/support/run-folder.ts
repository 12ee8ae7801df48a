// The one folder of a test run: scratch projects inside, and the process groups that must not outlive it.
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAlive, killGroup, killInside } from "./processes";

const prefix = "mc-engine-";

/** Also removes what a killed run has left. */
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
  for (const group of list(join(folder, "groups"))) killGroup(Number(group), "SIGKILL");
  removeFolder(folder);
}

export function runFolder(): string {
  const folder = process.env["ENGINE_RUN_FOLDER"];
  if (!folder) throw new Error("test/support/setup.ts has not run: use `npm run test:engine`.");
  return folder;
}

export function noteGroup(pid: number): () => void {
  const note = join(runFolder(), "groups", String(pid));
  writeFileSync(note, "");
  return () => rmSync(note, { force: true });
}

export function removeFolder(folder: string): void {
  killInside(folder);
  // A process on its way out may still write into it.
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
