// A made-up machine for the CLI tool: a PATH with nothing but fakes on it, and a cache of its own.
import { spawn, type ChildProcess } from "node:child_process";
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

const tool = join(__dirname, "../../tools/pulumi-cli.mts");

export interface ToolRun {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export class Machine {
  readonly root = mkdtempSync(join(tmpdir(), "mc-machine-"));
  readonly path = join(this.root, "bin");
  readonly cache = join(this.root, "cache/pulumi-model-connections");
  private readonly builds = join(this.root, "builds");

  constructor() {
    mkdirSync(this.path);
    mkdirSync(this.cache, { recursive: true });
  }

  /** A complete release in a folder on PATH, or what `without` leaves of it. */
  installCli(version: string, { without = [] as string[] } = {}): void {
    for (const name of ["pulumi", "pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"]) {
      if (!without.includes(name)) this.program(name, `echo ${version}`);
    }
  }

  /** Takes its time for the CLI, then writes whatever it was asked to build. */
  installGo({ seconds = 0, fails = false } = {}): void {
    this.program(
      "go",
      `while [ "$1" != -o ]; do shift; done
      case "$2" in */pulumi) echo $$ >> ${this.builds}; sleep ${String(seconds)};; esac
      ${fails ? "echo no such module >&2; exit 1" : ""}
      echo '#!/bin/sh' > "$2"; chmod +x "$2"`,
    );
  }

  /** Stands for the npm launcher: puts a release where PULUMI_HOME says. */
  installNpm({ downloads }: { downloads: boolean }): void {
    const release = `bin="$PULUMI_HOME/versions/$PULUMI_VERSION/bin"; mkdir -p "$bin"
      for part in pulumi pulumi-language-nodejs pulumi-resource-pulumi-nodejs; do
        echo '#!/bin/sh' > "$bin/$part"; chmod +x "$bin/$part"
      done`;
    this.program("npm", downloads ? release : "echo pulumi: fetch failed >&2; exit 1");
  }

  start(): { process: ChildProcess; end: Promise<ToolRun> } {
    const process_ = spawn(process.execPath, [tool], {
      env: { PATH: this.path, XDG_CACHE_HOME: join(this.root, "cache"), HOME: this.root },
    });
    let [stdout, stderr] = ["", ""];
    process_.stdout.on("data", (text: Buffer) => (stdout += text.toString()));
    process_.stderr.on("data", (text: Buffer) => (stderr += text.toString()));
    const end = new Promise<ToolRun>((resolve) => {
      process_.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
    });
    return { process: process_, end };
  }

  run(): Promise<ToolRun> {
    return this.start().end;
  }

  /** The process of each build of the CLI that has begun. */
  begunBuilds(): number[] {
    return existsSync(this.builds) ? readFileSync(this.builds, "utf8").trim().split("\n").map(Number) : [];
  }

  async untilBuilding(): Promise<number> {
    for (let left = 500; left > 0; left--) {
      const build = this.begunBuilds().at(-1);
      if (build) return build;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error("No build has begun.");
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
