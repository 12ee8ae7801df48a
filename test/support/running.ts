// One `pulumi` process on its way: what it has said so far, a way to kill it, and what came of it.
import { spawn } from "node:child_process";
import { stripVTControlCharacters } from "node:util";
import { killGroup, killInside } from "./processes";
import { noteGroup } from "./run-folder";

export interface Ended {
  /** The exit code, or 128 and the signal's number as a shell would say it. */
  code: number;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  /** Both streams as they came, without ANSI codes. */
  output: string;
}

export interface Launch {
  command: string;
  args: string[];
  cwd: string;
  env: Record<string, string>;
  timeoutMs: number;
}

const signalNumbers: Partial<Record<NodeJS.Signals, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGKILL: 9,
  SIGTERM: 15,
};

export class Running {
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
    const forget = noteGroup(child.pid);
    const limit = setTimeout(() => this.runOut(), launch.timeoutMs);
    child.stdout.setEncoding("utf8").on("data", (text: string) => this.hear("stdout", text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => this.hear("stderr", text));
    this.ended = new Promise((resolve) => {
      const settle = (code: number | null, signal: NodeJS.Signals | null) => {
        clearTimeout(limit);
        forget();
        const { stdout, stderr, output } = this;
        resolve({
          code: code ?? 128 + ((signal && signalNumbers[signal]) ?? 0),
          signal,
          stdout,
          stderr,
          output,
        });
      };
      child.on("close", settle);
      // A provider that outlives a killed engine holds the pipes open: `close` would never come.
      child.on("exit", (code, signal) => setTimeout(() => settle(code, signal), 500).unref());
    });
  }

  get output(): string {
    return stripVTControlCharacters(this.both);
  }

  /** The whole process group of `pulumi`, as the terminal's Ctrl-C would; see `killAlone`. */
  kill(signal: NodeJS.Signals): void {
    killGroup(this.pid, signal);
  }

  /** `pulumi` and none of its children, as `kill PID` would. */
  killAlone(signal: NodeJS.Signals): void {
    process.kill(this.pid, signal);
  }

  /** Resolves once the output says so; fails when the process ends without. */
  async until(said: string | RegExp): Promise<void> {
    const has = () => (typeof said === "string" ? this.output.includes(said) : said.test(this.output));
    let check: () => void = () => undefined;
    const heard = new Promise<void>((resolve) => {
      check = () => {
        if (has()) resolve();
      };
      this.onOutput.add(check);
      check();
    });
    await Promise.race([heard, this.ended]);
    this.onOutput.delete(check);
    if (!has()) throw new Error(`pulumi ended without saying ${String(said)}:\n${this.output}`);
  }

  async end(): Promise<Ended> {
    const ended = await this.ended;
    if (!this.timedOut) return ended;
    const { args, timeoutMs } = this.launch;
    throw new Error(
      `pulumi ${args.join(" ")} took more than ${timeoutMs} ms and was killed:\n${ended.output}`,
    );
  }

  private hear(stream: "stdout" | "stderr", text: string) {
    this[stream] += text;
    this.both += text;
    for (const check of this.onOutput) check();
  }

  private runOut() {
    this.timedOut = true;
    this.kill("SIGKILL");
    killInside(this.launch.cwd);
  }
}
