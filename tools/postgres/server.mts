// One temporary server: it has its data in a scratch folder, listens on a free loopback port, and runs as a user other than root.
import { execFile, execFileSync, spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { cleanEnvironment } from "../clean-environment.mts";

export interface Server {
  /** With a random password, because other users of the machine reach the port too. */
  readonly url: string;
  stop(): Promise<void>;
}

const run = promisify(execFile);
/** Temporary data doesn't need fsync. */
const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off"];

export async function startServer(bin: string): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), "mc-postgres-"));
  try {
    const [data, passwordFile] = [join(folder, "data"), join(folder, "password")];
    const password = randomBytes(16).toString("hex");
    writeFileSync(passwordFile, password, { mode: 0o600 });
    const user = unprivileged();
    if (user !== undefined) for (const path of [folder, passwordFile]) chownSync(path, user.uid, user.gid);
    chmodSync(folder, 0o700);
    const options = { ...user, cwd: "/", env: { ...cleanEnvironment(), LC_ALL: "C" } };
    const access = ["-U", "postgres", "-A", "scram-sha-256", `--pwfile=${passwordFile}`];
    await run(join(bin, "initdb"), ["-D", data, ...access, "-E", "UTF8", "--no-sync"], options);
    const port = await freePort();
    const flags = [...settings, `port=${port}`].flatMap((setting) => ["-c", setting]);
    const server = spawn(join(bin, "postgres"), ["-D", data, ...flags], {
      ...options,
      stdio: ["ignore", "ignore", "pipe"],
    });
    await ready(server);
    return {
      url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres?sslmode=disable`,
      stop: () => stop(server, folder),
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** PostgreSQL refuses to run as root. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

async function ready(server: ChildProcess): Promise<void> {
  let log = "";
  await new Promise<void>((resolve, reject) => {
    server.stderr?.setEncoding("utf8").on("data", (text: string) => {
      log += text;
      if (log.includes("database system is ready to accept connections")) resolve();
    });
    server.once("error", reject);
    server.once("exit", () => reject(new Error(`postgres ended instead of starting:\n${log}`)));
  });
}

/** A fast shutdown, which doesn't wait for clients to disconnect. */
async function stop(server: ChildProcess, folder: string): Promise<void> {
  if (server.exitCode === null && server.signalCode === null) {
    const ended = once(server, "exit");
    server.kill("SIGINT");
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  await promisify(probe.close.bind(probe))();
  return port;
}
