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

const tool = join(__dirname, "../../tools/pulumi-cli.mts");
const parts = ["pulumi", "pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];

export class Machine {
  readonly root = mkdtempSync(join(tmpdir(), "mc-machine-"));
  readonly path = join(this.root, "bin");
  readonly cache = join(this.root, "cache/pulumi-model-connections");
  private readonly builds = join(this.root, "builds");

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
      `while [ "$1" != -o ]; do shift; done
      case "$2" in */pulumi) echo $$ >> ${this.builds}; sleep ${seconds};; esac
      ${fails ? "echo no such module >&2; exit 1" : ""}
      echo '#!/bin/sh' > "$2"; chmod +x "$2"`,
    );
  }

  /** Stands for the npm launcher: puts a release where PULUMI_HOME says. */
  installNpm({ downloads }: { downloads: boolean }): void {
    const release = `bin="$PULUMI_HOME/versions/$PULUMI_VERSION/bin"; mkdir -p "$bin"
      for part in ${parts.join(" ")}; do echo '#!/bin/sh' > "$bin/$part"; chmod +x "$bin/$part"; done`;
    this.program("npm", downloads ? release : "echo pulumi: fetch failed >&2; exit 1");
  }

  start() {
    const child = spawn(process.execPath, [tool], {
      env: { PATH: this.path, XDG_CACHE_HOME: join(this.root, "cache"), HOME: this.root },
    });
    const printed = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const)
      child[name].on("data", (text: Buffer) => (printed[name] += text.toString()));
    const end = new Promise<typeof printed & { code: number | null; signal: string | null }>((resolve) => {
      child.on("close", (code, signal) => resolve({ code, signal, ...printed }));
    });
    return { kill: (signal: NodeJS.Signals) => child.kill(signal), end };
  }

  run() {
    return this.start().end;
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
    rmSync(this.root, { recursive: true, force: true });
  }

  private program(name: string, script: string) {
    const file = join(this.path, name);
    writeFileSync(file, `#!/bin/sh\nPATH=/usr/bin:/bin\n${script}\n`, { mode: 0o755 });
  }
}
