// Programs that tests need and npm doesn't bring: found on this machine, or installed with apt-get where that can be done.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";

const run = promisify(execFile);
/** Another apt may be at work. */
const PATIENT = ["-o", "DPkg::Lock::Timeout=300", "-q"];

export interface Program {
  /** As a reader knows it. */
  readonly name: string;
  readonly debianPackage: string;
  /** Its path, or undefined where it isn't installed. */
  readonly find: () => string | undefined;
  /** What has to be so during the installation; gives the way to undo it. */
  readonly prepare?: () => Promise<() => void>;
}

/** It isn't here and can't be brought: the message is fit to be the reason of a skipped test. */
class NotInstalled extends Error {}

export async function findOrInstall({ name, debianPackage, find, prepare }: Program): Promise<string> {
  const there = find();
  if (there !== undefined) return there;
  if (process.getuid?.() !== 0)
    throw new NotInstalled(`${name} is not installed, and only root may install it`);
  if (!existsSync("/usr/bin/apt-get"))
    throw new NotInstalled(`${name} is not installed, and there is no apt-get to install it with`);
  const undo = await prepare?.();
  try {
    await install(name, debianPackage);
  } finally {
    undo?.();
  }
  const installed = find();
  if (installed === undefined)
    throw new NotInstalled(`apt-get installed ${debianPackage}, but ${name} is not where it was looked for`);
  return installed;
}

/** Runs a tool; where its program can't be had, prints the reason and ends with 3. */
export async function orReason(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof NotInstalled)) throw error;
    console.log(error.message);
    process.exitCode = 3;
  }
}

async function install(name: string, debianPackage: string): Promise<void> {
  process.stderr.write(`${name} is not installed; installing it with apt-get, which takes about a minute\n`);
  const started = Date.now();
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  try {
    // An old list of packages names files that are gone from the mirror; one that can't be got may still do.
    await run("apt-get", [...PATIENT, "update"], { env }).catch(() => undefined);
    await run("apt-get", [...PATIENT, "install", "-y", "--no-install-recommends", debianPackage], { env });
  } catch (error) {
    const { stderr = "" } = error as { stderr?: string };
    throw new NotInstalled(
      `apt-get could not install ${debianPackage}: ${stderr.trim().split("\n").at(-1) ?? ""}`,
    );
  }
  process.stderr.write(`${name} is installed, in ${Math.round((Date.now() - started) / 1000)} s\n`);
}
