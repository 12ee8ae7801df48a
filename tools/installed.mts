// Programs that tests need and npm doesn't provide: found on this machine, or installed with apt-get where possible.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter } from "node:path";
import { promisify } from "node:util";
import { cleanEnvironment } from "./clean-environment.mts";

const run = promisify(execFile);

export interface Program {
  readonly name: string;
  readonly debianPackage: string;
  /** Its path, or undefined if it isn't installed. */
  readonly find: () => string | undefined;
  /** Runs before the installation; returns a function that undoes it afterwards. */
  readonly prepare?: () => () => void;
}

/** The message can be the reason for a skipped test. */
class NotInstalled extends Error {}

export async function findOrInstall({ name, debianPackage, find, prepare }: Program): Promise<string> {
  const there = find();
  if (there !== undefined) return there;
  if (process.getuid?.() !== 0)
    throw new NotInstalled(`${name} is not installed, and only root can install it`);
  if (!existsSync("/usr/bin/apt-get"))
    throw new NotInstalled(`${name} is not installed, and there is no apt-get to install it with`);
  const undo = prepare?.();
  try {
    await install(name, debianPackage);
  } finally {
    undo?.();
  }
  const installed = find();
  if (installed === undefined)
    throw new NotInstalled(`apt-get installed ${debianPackage}, but ${name} is still not found`);
  return installed;
}

/** Runs a tool. If its program is missing, prints the reason and exits with 3. */
export async function orReason(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof NotInstalled)) throw error;
    console.log(error.message);
    process.exitCode = 3;
  }
}

export function foldersOnPath(): string[] {
  return (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
}

async function install(name: string, debianPackage: string): Promise<void> {
  process.stderr.write(`${name} is not installed; installing it with apt-get, which takes about a minute\n`);
  // Waits for another apt-get.
  const aptGet = (...args: string[]) =>
    run("apt-get", ["-o", "DPkg::Lock::Timeout=300", "-q", ...args], {
      env: { ...cleanEnvironment(), DEBIAN_FRONTEND: "noninteractive" },
    });
  try {
    // An old package list names files that the mirror no longer has. If the update fails, the old list may still work.
    await aptGet("update").catch(() => undefined);
    await aptGet("install", "-y", "--no-install-recommends", debianPackage);
  } catch (error) {
    const { stderr = "" } = error as { stderr?: string };
    const lastLine = stderr.trim().split("\n").at(-1) ?? "";
    throw new NotInstalled(`apt-get could not install ${debianPackage}: ${lastLine}`);
  }
}
