// One running command, such as `pulumi up`: its output so far, a way to end it, and its result.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { basename } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { killInside, sendSignal } from "./processes";
import { registerGroup } from "./run-folder";

export interface Ended {
  /** The exit code; after a signal, 128 plus its number, as in a shell. */
  code: number;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  /** Both streams in the order of arrival, without ANSI codes. */
  output: string;
}

export interface Launch {
  command: string;
  args: string[];
  cwd: string;
  env: Record<string, string>;
  timeoutMs: number;
}

export class Command {
  readonly pid: number;
  private readonly launch: Launch;
  private stdout = "";
  private stderr = "";
  private both = "";
  private timedOut = false;
  private readonly ended: Promise<Ended>;
  private readonly onOutput = new Set<() => void>();

  constructor(launch: Launch) {
    this.launch = launch;
    const { command, args, cwd, env } = launch;
    const child = spawn(command, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    if (child.pid === undefined) throw new Error(`${command} could not be started.`);
    this.pid = child.pid;
    const unregister = registerGroup(child.pid);
    const limit = setTimeout(() => this.timeOut(), launch.timeoutMs);
    child.stdout.setEncoding("utf8").on("data", (text: string) => this.append("stdout", text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => this.append("stderr", text));
    this.ended = new Promise((resolve) => {
      const settle = (code: number | null, signal: NodeJS.Signals | null) => {
        clearTimeout(limit);
        unregister();
        const { stdout, stderr, output } = this;
        resolve({
          code: code ?? 128 + (signal ? constants.signals[signal] : 0),
          signal,
          stdout,
          stderr,
          output,
        });
      };
      child.on("close", settle);
      // A provider that outlives a killed engine keeps the pipes open: `close` would never come.
      child.on("exit", (code, signal) => setTimeout(() => settle(code, signal), 500).unref());
    });
  }

  get output(): string {
    return stripVTControlCharacters(this.both);
  }

  /** Signals the whole process group, as Ctrl-C in a terminal does. */
  kill(signal: NodeJS.Signals): void {
    sendSignal(-this.pid, signal);
  }

  /** Resolves once the output contains the text; fails when the command ends without it. */
  async until(text: string | RegExp): Promise<void> {
    const has = () => (typeof text === "string" ? this.output.includes(text) : text.test(this.output));
    let check: () => void = () => undefined;
    const printed = new Promise<void>((resolve) => {
      check = () => {
        if (has()) resolve();
      };
      this.onOutput.add(check);
      check();
    });
    await Promise.race([printed, this.ended]);
    this.onOutput.delete(check);
    if (!has()) throw new Error(`${this.title} ended without printing ${String(text)}:\n${this.output}`);
  }

  async end(): Promise<Ended> {
    const ended = await this.ended;
    if (!this.timedOut) return ended;
    const { timeoutMs } = this.launch;
    throw new Error(`${this.title} took more than ${timeoutMs} ms and was killed:\n${ended.output}`);
  }

  private get title(): string {
    return [basename(this.launch.command), ...this.launch.args].join(" ");
  }

  private append(stream: "stdout" | "stderr", text: string) {
    this[stream] += text;
    this.both += text;
    for (const check of this.onOutput) check();
  }

  private timeOut() {
    this.timedOut = true;
    this.kill("SIGKILL");
    killInside(this.launch.cwd);
  }
}
