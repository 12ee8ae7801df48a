// A scratch stack on the real engine, with its own project, backend and environment, and the commands that a user would run.
import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { Command, type Ended } from "./command";
import { connectionType, nativeType, readEventLog, type Plan } from "./event-log";
import { textsIn } from "./leak-search";
import { processesInside, untilNoneInside, type Process } from "./processes";
import {
  cliBin,
  type Folders,
  hermetic,
  isUrl,
  layOut,
  type Runtime,
  writeManifest,
  writeProgram,
  writeProject,
} from "./project";
import { removeFolder, runFolder } from "./run-folder";
import type { Deployment } from "./state";

export interface Run extends Ended, Plan {}

export interface StackOptions {
  program: string;
  /** The stack configuration model-connections:host, and :apiKey as a secret. */
  host?: string;
  apiKey?: string;
  config?: Record<string, string>;
  secrets?: Record<string, string>;
  env?: Record<string, string>;
  project?: string;
  /** A backend that another stack uses too: a folder, or a URL. */
  backend?: string;
  /** @default "javascript" */
  runtime?: Runtime;
  /** For each command; 120 s if omitted. */
  timeoutMs?: number;
}

export type EngineCommand = Command & {
  /** The result with the engine's plan; `end` is the result alone. */
  wait(): Promise<Run>;
};

interface Saved {
  version: number;
  checkpoint: { latest?: Deployment["deployment"] };
}

const unattended = ["--non-interactive", "--color", "never"];
const applied = ["--yes", "--skip-preview"];
const open = new Set<EngineStack>();

export class EngineStack {
  /** Added to the engine's environment for every later command. */
  readonly env: Record<string, string>;
  readonly backend: string;
  readonly project: string;
  stackName = "dev";
  private readonly options: StackOptions;
  private runtime: Runtime;
  private readonly folders: Folders;
  private commands = 0;

  static async create(options: StackOptions): Promise<EngineStack> {
    const stack = new EngineStack(options);
    open.add(stack);
    await stack.init();
    const { host, apiKey, config, secrets } = options;
    await stack.setConfig(
      { ...(host === undefined ? {} : { "model-connections:host": host }), ...config },
      { secrets: { ...(apiKey === undefined ? {} : { "model-connections:apiKey": apiKey }), ...secrets } },
    );
    return stack;
  }

  /** A stack whose configuration names this platform. */
  static on(
    { host, apiKey }: { host: string; apiKey: string },
    program: string,
    options: Partial<StackOptions> = {},
  ): Promise<EngineStack> {
    return EngineStack.create({ program, host, apiKey, ...options });
  }

  /** Another checkout of the same stack: the same backend, program and configuration in another folder, with another home. */
  checkout(): EngineStack {
    const other = new EngineStack({ ...this.options, backend: this.backend, env: this.env });
    open.add(other);
    copyFileSync(this.settings, other.settings);
    return other;
  }

  private constructor(options: StackOptions) {
    this.options = options;
    this.runtime = options.runtime ?? "javascript";
    this.folders = layOut(mkdtempSync(join(runFolder(), "s-")));
    this.backend = options.backend ?? join(this.folders.root, "backend");
    if (!isUrl(this.backend)) mkdirSync(this.backend, { recursive: true });
    this.project = options.project ?? "scratch";
    this.env = { ...options.env };
    writeProject(this.folder, this.project);
    this.use(this.runtime, options.program);
  }

  /** Where the program and Pulumi.yaml are. */
  get folder(): string {
    return this.folders.project;
  }

  program(text: string): void {
    writeProgram(this.folder, text, this.runtime);
  }

  /** The same stack with a program in another language. */
  use(runtime: Runtime, text: string): void {
    this.runtime = runtime;
    writeManifest(this.folder, this.project, runtime, text);
    this.program(text);
  }

  async setConfig(
    plain: Record<string, string>,
    { secrets = {} }: { secrets?: Record<string, string> } = {},
  ) {
    const flags = (flag: string, values: Record<string, string>) =>
      Object.entries(values).flatMap(([key, value]) => [flag, `${key}=${value}`]);
    const settings = [...flags("--plaintext", plain), ...flags("--secret", secrets)];
    if (settings.length > 0) await this.must("config", "set-all", ...settings);
  }

  /** Without a preview; `up("--skip-preview=false")` has one. */
  up(...args: string[]): Promise<Run> {
    return this.start("up", ...args).wait();
  }

  preview(...args: string[]): Promise<Run> {
    return this.start("preview", ...args).wait();
  }

  refresh(...args: string[]): Promise<Run> {
    return this.start("refresh", ...args).wait();
  }

  destroy(...args: string[]): Promise<Run> {
    return this.start("destroy", ...args).wait();
  }

  /** Any other command, such as `run("state", "taint", stack.urn("gpt4o"), "--yes")`. */
  run(...args: string[]): Promise<Ended> {
    return this.launch([...args, ...unattended]).end();
  }

  /** Any other program in the stack's folder and environment, such as a script that runs pulumi. */
  exec(command: string, ...args: string[]): Promise<Ended> {
    return this.launch(args, command).end();
  }

  /** A command that the test watches or kills. */
  start(command: "up" | "preview" | "refresh" | "destroy", ...args: string[]): EngineCommand {
    const log = join(this.folders.events, `${++this.commands}-${command}.json`);
    const standing = [...(command === "preview" ? [] : applied), ...unattended, "--event-log", log];
    const running = this.launch([command, ...standing, ...args]);
    return Object.assign(running, { wait: async () => ({ ...(await running.end()), ...readEventLog(log) }) });
  }

  /** `pulumi stack rename`. */
  async rename(stackName: string): Promise<void> {
    await this.must("stack", "rename", stackName);
    this.stackName = stackName;
  }

  urn(name: string, type = this.runtime === "yaml" ? nativeType : connectionType): string {
    return `urn:pulumi:${this.stackName}::${this.project}::${type}::${name}`;
  }

  /** What `pulumi stack export` prints. A file backend has the same in a file, which is faster to read. */
  async exportState({ showSecrets = false } = {}): Promise<Deployment> {
    const file = join(this.backend, ".pulumi/stacks", this.project, `${this.stackName}.json`);
    if (!showSecrets && !isUrl(this.backend)) {
      const { version, checkpoint } = JSON.parse(readFileSync(file, "utf8")) as Saved;
      return { version, deployment: checkpoint.latest ?? {} };
    }
    const { stdout } = await this.must("stack", "export", ...(showSecrets ? ["--show-secrets"] : []));
    return JSON.parse(stdout) as Deployment;
  }

  /** The command of docs/troubleshooting.md: it removes the empty files in which the file backend records a content type. */
  removeEmptyAttributes(): void {
    execFileSync("find", [".pulumi/stacks", "-name", "*.attrs", "-empty", "-delete"], { cwd: this.backend });
  }

  /** The text of every file of the backend, by path: state, backups, history, locks. */
  stateFiles(): Record<string, string> {
    return isUrl(this.backend) ? {} : textsIn(this.backend);
  }

  /** The event log of every command so far, by path. The Automation API passes the same events to `onEvent`. */
  eventLogs(): Record<string, string> {
    return textsIn(this.folders.events);
  }

  /**
   * The text of every file that the engine, the program and the provider have left: project, backend, home and temporary
   * files. The event logs are left out, because they contain the SDK's debug messages.
   */
  artefacts(): Record<string, string> {
    const { project, home, tmp } = this.folders;
    return { ...textsIn(project), ...this.stateFiles(), ...textsIn(home), ...textsIn(tmp) };
  }

  /** The provider processes that are running; none after a command that ended normally. */
  providers(): Process[] {
    return processesInside(this.folder).filter(({ command }) =>
      /dynamic-provider|plugin\/main/.test(command),
    );
  }

  untilIdle(withinMs = 10_000): Promise<void> {
    return untilNoneInside(this.folder, withinMs);
  }

  remove(): void {
    removeFolder(this.folders.root);
    open.delete(this);
  }

  /** `stack init` leaves the same files for every stack of a project, so those of the first one are copied. */
  private async init(): Promise<void> {
    const files = join(runFolder(), `initialised-${this.project}`);
    if (this.options.backend === undefined && existsSync(files)) {
      cpSync(join(files, "backend"), this.backend, { recursive: true });
      copyFileSync(join(files, "settings"), this.settings);
      return;
    }
    await this.must("stack", "init", this.stackName);
    if (this.options.backend !== undefined) return;
    const copy = mkdtempSync(join(runFolder(), "copy-"));
    cpSync(this.backend, join(copy, "backend"), { recursive: true });
    copyFileSync(this.settings, join(copy, "settings"));
    try {
      renameSync(copy, files);
    } catch (error) {
      // Another worker was faster.
      if (!existsSync(files)) throw error;
    }
  }

  private get settings(): string {
    return join(this.folder, `Pulumi.${this.stackName}.yaml`);
  }

  private async must(...args: string[]): Promise<Ended> {
    const ended = await this.run(...args);
    if (ended.code !== 0) throw new Error(`pulumi ${args[0]} ${args[1]} failed:\n${ended.output}`);
    return ended;
  }

  private launch(args: string[], command = join(cliBin(), "pulumi")): Command {
    return new Command({
      command,
      args,
      cwd: this.folder,
      env: { ...hermetic(this.folders, this.backend), PULUMI_STACK: this.stackName, ...this.env },
      timeoutMs: this.options.timeoutMs ?? 120_000,
    });
  }
}

// Long enough for dozens of commands on a busy machine; each of them has its own limit.
jest.setTimeout(600_000);

// Leaves no scratch project behind, whether the tests of the file passed or failed.
afterAll(() => {
  for (const stack of open) stack.remove();
});
