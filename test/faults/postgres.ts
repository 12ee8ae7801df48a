// A PostgreSQL server for one test.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { registerGroup } from "../support/run-folder";

const tool = join(__dirname, "../../tools/postgres.mts");

export interface Postgres {
  url: string;
  stop(): Promise<void>;
}

export async function startPostgres(): Promise<Postgres> {
  const child = spawn(process.execPath, [tool], { stdio: ["pipe", "pipe", "inherit"], detached: true });
  const unregister = registerGroup(child.pid!);
  const ended = once(child, "exit");
  const [url] = (await Promise.race([once(createInterface(child.stdout), "line"), ended])) as [string];
  if (typeof url !== "string") throw new Error("tools/postgres.mts ended without a server.");
  return {
    url,
    stop: async () => {
      child.stdin.end();
      await ended;
      unregister();
    },
  };
}
