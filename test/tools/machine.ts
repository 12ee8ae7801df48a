// An imitation of a machine for the CLI tool: fake programs are all that is on PATH, and the cache is empty.
import { spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Hosts, redirected, release, startHosts } from "./release";

const tool = join(__dirname, "../../tools/pulumi-cli.mts");
const parts = ["pulumi", "pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];

export class Machine {
  readonly root = mkdtempSync(join(tmpdir(), "mc-machine-"));
  readonly path = join(this.root, "bin");
  readonly cache = join(this.root, "cache/pulumi-model-connections");
  private readonly builds = join(this.root, "builds");
  private hosts: Hosts | undefined;

  constructor() {
    mkdirSync(this.path);
    mkdirSync(this.cache, { recursive: true });
  }

  /** A release in a folder on PATH, without the named program. */
  installCli(version: string, { without = "" } = {}): void {
    for (const name of parts) if (name !== without) this.program(name, `echo ${version}`);
  }

  /** Builds whatever it is asked for; the CLI takes this long. */
  installGo({ seconds = 0, fails = false } = {}): void {
    this.program(
      "go",
      `ls -ld "$TMPDIR" > ${this.root}/temporary-folder
      while [ "$1" != -o ]; do shift; done
      case "$2" in */pulumi) echo $$ >> ${this.builds}; sleep ${seconds};; esac
      ${fails ? "echo no such module >&2; exit 1" : ""}
      echo '#!/bin/sh' > "$2"; chmod +x "$2"`,
    );
  }

  /** Without this, there is no network. */
  async installNetwork(files: Record<string, string | Buffer>): Promise<void> {
    this.program("tar", 'exec tar "$@"');
    this.hosts = await startHosts(files);
  }

  release(version: string) {
    return release(version, parts);
  }

  /** @param env in addition to what the machine has */
  start(env: Record<string, string> = {}) {
    const child = spawn(process.execPath, [...redirected(this.hosts), tool], {
      env: { PATH: this.path, XDG_CACHE_HOME: join(this.root, "cache"), HOME: this.root, ...env },
    });
    const printed = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const)
      child[name].on("data", (text: Buffer) => (printed[name] += text.toString()));
    const end = new Promise<typeof printed & { code: number | null; signal: string | null }>((resolve) => {
      child.on("close", (code, signal) => resolve({ code, signal, ...printed }));
    });
    return { kill: (signal: NodeJS.Signals) => child.kill(signal), end };
  }

  run(env?: Record<string, string>) {
    return this.start(env).end;
  }

  /** The environment that the latest run of a program got, without what its shell adds. */
  environmentOf(name: string): Record<string, string> {
    const lines = readFileSync(join(this.root, `environment-of-${name}`), "utf8")
      .trim()
      .split("\n");
    const variables = lines.map((line): [string, string] => [
      line.split("=", 1)[0]!,
      line.slice(line.indexOf("=") + 1),
    ]);
    return Object.fromEntries(variables.filter(([name]) => !["PWD", "OLDPWD", "SHLVL", "_"].includes(name)));
  }

  /** The mode of the temporary folder that Go got, as ls prints it. */
  temporaryFolder(): string {
    return readFileSync(join(this.root, "temporary-folder"), "utf8").split(" ")[0]!;
  }

  /** The process of each build of the CLI that has started. */
  startedBuilds(): number[] {
    return existsSync(this.builds) ? readFileSync(this.builds, "utf8").trim().split("\n").map(Number) : [];
  }

  async untilBuilding(): Promise<number> {
    for (let left = 500; left > 0; left--) {
      const build = this.startedBuilds().at(-1);
      if (build !== undefined) return build;
      await pause(20);
    }
    throw new Error("No build has started.");
  }

  cached(): string[] {
    return readdirSync(this.cache);
  }

  remove(): void {
    this.hosts?.close();
    rmSync(this.root, { recursive: true, force: true });
  }

  private program(name: string, script: string) {
    const file = join(this.path, name);
    const record = `/usr/bin/env > ${this.root}/environment-of-${name}`;
    writeFileSync(file, `#!/bin/sh\n${record}\nPATH=/usr/bin:/bin\n${script}\n`, { mode: 0o755 });
  }
}
