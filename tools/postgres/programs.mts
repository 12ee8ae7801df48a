// Finds the programs of a PostgreSQL server, and has apt install them where they are missing and it may.
import { execFile } from "node:child_process";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Where Debian puts each version: off the PATH. */
const DEBIAN = "/usr/lib/postgresql";
const CLUSTER_RULES = "/etc/postgresql-common";
/** Another apt may be at work. */
const PATIENT = ["-o", "DPkg::Lock::Timeout=300", "-q"];

export class NoPostgres extends Error {}

export async function findOrInstall(): Promise<string> {
  const there = find();
  if (there !== undefined) return there;
  if (process.getuid?.() !== 0)
    throw new NoPostgres("PostgreSQL is not installed, and only root may install it");
  if (!existsSync("/usr/bin/apt-get"))
    throw new NoPostgres("PostgreSQL is not installed, and there is no apt-get to install it with");
  await install();
  const installed = find();
  if (installed === undefined)
    throw new NoPostgres(`apt-get installed postgresql, but no server is in ${DEBIAN}`);
  return installed;
}

function find(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
  const newestFirst = versions.sort((one, other) => Number(other) - Number(one));
  const folders = [
    ...newestFirst.map((version) => join(DEBIAN, version, "bin")),
    ...(process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== ""),
  ];
  return folders.find((folder) => ["initdb", "postgres"].every((name) => existsSync(join(folder, name))));
}

async function install(): Promise<void> {
  say("PostgreSQL is not installed; installing it with apt-get, which takes about a minute");
  const started = Date.now();
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const forget = await keepFromServing();
  try {
    // An old list of packages names files that are gone from the mirror; one that can't be got may still do.
    await run("apt-get", [...PATIENT, "update"], { env }).catch(() => undefined);
    await run("apt-get", [...PATIENT, "install", "-y", "--no-install-recommends", "postgresql"], { env });
  } catch (error) {
    const { stderr = "" } = error as { stderr?: string };
    throw new NoPostgres(`apt-get could not install postgresql: ${stderr.trim().split("\n").at(-1) ?? ""}`);
  } finally {
    forget();
  }
  say(`installed in ${Math.round((Date.now() - started) / 1000)} s`);
}

/** Debian makes a database of its own at installation and starts it: not for somebody who wanted to run some tests. */
async function keepFromServing(): Promise<() => void> {
  if (existsSync(CLUSTER_RULES)) return () => undefined;
  await mkdir(CLUSTER_RULES);
  const rules = join(CLUSTER_RULES, "createcluster.conf");
  await writeFile(rules, "create_main_cluster = false\n");
  return () => rmSync(rules, { force: true });
}

function say(line: string): void {
  process.stderr.write(`postgres: ${line}\n`);
}
