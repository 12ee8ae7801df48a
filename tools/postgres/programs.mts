// Where the programs of a PostgreSQL server are, and how to install them without starting one.
import { existsSync, readdirSync, rmSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import type { Program } from "../installed.mts";

/** Where Debian puts each version: off the PATH. */
const DEBIAN = "/usr/lib/postgresql";
const CLUSTER_RULES = "/etc/postgresql-common";

/** Found is the folder of its programs. */
export const postgres: Program = {
  name: "PostgreSQL",
  debianPackage: "postgresql",
  find: () => {
    const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
    const newestFirst = versions.sort((one, other) => Number(other) - Number(one));
    const folders = [
      ...newestFirst.map((version) => join(DEBIAN, version, "bin")),
      ...(process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== ""),
    ];
    return folders.find((folder) => ["initdb", "postgres"].every((name) => existsSync(join(folder, name))));
  },
  prepare: keepFromServing,
};

/** Debian makes a database of its own at installation and starts it: not for somebody who wanted to run some tests. */
async function keepFromServing(): Promise<() => void> {
  if (existsSync(CLUSTER_RULES)) return () => undefined;
  await mkdir(CLUSTER_RULES);
  const rules = join(CLUSTER_RULES, "createcluster.conf");
  await writeFile(rules, "create_main_cluster = false\n");
  return () => rmSync(rules, { force: true });
}
