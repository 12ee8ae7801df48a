// A PostgreSQL of the test run's own, or the reason why there can't be one.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { noteGroup } from "./run-folder";

const tool = join(__dirname, "../../../tools/postgres.mts");

export interface Postgres {
  url: string;
  stop(): Promise<void>;
}

/** Installed on the spot where it can be. A reason not to is said aloud, and stands in the name of the skipped test. */
export function postgresMissing(): string | undefined {
  const { status, stdout } = spawnSync(process.execPath, [tool, "--find"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status === 0) return undefined;
  const reason = stdout.trim() || "tools/postgres.mts failed";
  process.stderr.write(`\n!! NOT TESTED on a PostgreSQL state backend: ${reason}\n\n`);
  return reason;
}

export async function startPostgres(): Promise<Postgres> {
  const child = spawn(process.execPath, [tool], { stdio: ["pipe", "pipe", "inherit"], detached: true });
  const forget = noteGroup(child.pid!);
  const ended = once(child, "exit");
  const [url] = (await Promise.race([once(createInterface(child.stdout), "line"), ended])) as [string];
  if (typeof url !== "string") throw new Error("tools/postgres.mts ended without a server.");
  return {
    url,
    stop: async () => {
      child.stdin.end();
      await ended;
      forget();
    },
  };
}
