// A PostgreSQL for tests: `node tools/postgres.mts` prints its URL, serves until its stdin ends, and leaves nothing behind.
// With `--find` it prints the folder of the server's programs, after installing them where possible, or prints why not and exits with 3.
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findOrInstall, foldersOnPath, orReason, type Program } from "./installed.mts";
import { startServer } from "./postgres/server.mts";

/** Debian puts each version here, outside PATH. */
const debianVersions = "/usr/lib/postgresql";
const debianSettings = "/etc/postgresql-common";

/** Its path is the folder of its programs. */
const postgres: Program = {
  name: "PostgreSQL",
  debianPackage: "postgresql",
  find: () => {
    const versions = existsSync(debianVersions) ? readdirSync(debianVersions) : [];
    const newestFirst = versions.sort((one, other) => Number(other) - Number(one));
    return [...newestFirst.map((version) => join(debianVersions, version, "bin")), ...foldersOnPath()].find(
      (folder) => ["initdb", "postgres"].every((name) => existsSync(join(folder, name))),
    );
  },
  prepare: withoutMainCluster,
};

/** Debian's installation creates a database and starts a server, which a user who runs tests didn't ask for. */
function withoutMainCluster(): () => void {
  if (existsSync(debianSettings)) return () => undefined;
  mkdirSync(debianSettings);
  const settings = join(debianSettings, "createcluster.conf");
  writeFileSync(settings, "create_main_cluster = false\n");
  return () => rmSync(settings, { force: true });
}

async function serve(bin: string): Promise<void> {
  const server = await startServer(bin);
  console.log(server.url);
  await askedToStop();
  await server.stop();
}

/** A test process that dies can't ask for a stop, but its end of the pipe closes. */
function askedToStop(): Promise<void> {
  return new Promise((resolve) => {
    process.stdin.resume().once("end", resolve).once("error", resolve);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => resolve());
  });
}

await orReason(async () => {
  const bin = await findOrInstall(postgres);
  if (process.argv.includes("--find")) console.log(bin);
  else await serve(bin);
});
