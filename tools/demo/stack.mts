// The demo's stack: runs a pulumi command and shows it, and reads the state that the command has written.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { isInterrupted, onInterrupt } from "../interrupt.mts";
import { endCommand } from "../processes.mts";
import type { Scratch } from "./scratch.mts";
import * as screen from "./screen.mts";

export const stackName = "dev";
const projectName = "model-connections-quickstart";
const type = "pulumi-nodejs:dynamic/model-connections:ModelConnection";

/** The first Ctrl-C lets the engine finish and save, the second ends its providers; the third signal is for a CLI that hangs. */
const ways = [
  { after: 0, signal: "SIGINT" },
  { after: 6_000, signal: "SIGINT" },
  { after: 12_000, signal: "SIGKILL" },
] as const;

/** A connection in the state. */
export interface Managed {
  readonly name: string;
  readonly id: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

export class Stack {
  readonly #scratch: Scratch;
  readonly #env: NodeJS.ProcessEnv;
  /** Every connection that was ever in the state, by id. */
  readonly ever = new Map<string, Managed>();

  constructor(scratch: Scratch, env: NodeJS.ProcessEnv) {
    this.#scratch = scratch;
    this.#env = { ...scratch.env, ...env };
  }

  /** Runs one command, shown as typed. Resolves to its exit code, or never when the demo is interrupted. */
  async pulumi(...args: string[]): Promise<number> {
    if (isInterrupted()) return new Promise(() => undefined);
    screen.command(`pulumi ${typed(args)}`);
    const started = Date.now();
    const code = await this.#run(args);
    screen.ended((Date.now() - started) / 1000, code);
    return isInterrupted() ? new Promise(() => undefined) : code;
  }

  /** Reads the backend's file: the CLI takes a second each time. */
  managed(): Managed[] {
    const file = join(this.#scratch.backend, ".pulumi/stacks", projectName, `${stackName}.json`);
    try {
      const { checkpoint } = JSON.parse(readFileSync(file, "utf8")) as Checkpoint;
      const all = (checkpoint.latest?.resources ?? []).filter((each) => each.type === type);
      return all.map(({ urn, id = "", outputs = {} }) => ({
        name: urn.slice(urn.lastIndexOf(":") + 1),
        id,
        outputs,
      }));
    } catch {
      return [];
    }
  }

  async #run(args: string[]): Promise<number> {
    const child = spawn("pulumi", args, {
      cwd: this.#scratch.project,
      env: this.#env,
      stdio: ["ignore", "pipe", "pipe"],
      // In its own session: a terminal's Ctrl-C reaches it once, through the demo.
      detached: true,
    });
    for (const stream of [child.stdout, child.stderr])
      createInterface(stream).on("line", (line) => screen.output(line));
    child.once("close", () => {
      for (const connection of this.managed()) this.ever.set(connection.id, connection);
    });
    const closed = once(child, "close") as Promise<[number | null]>;
    const forget = onInterrupt(() => stop(child, closed));
    try {
      const [code] = await closed;
      return code ?? 1;
    } finally {
      forget();
    }
  }
}

async function stop(child: ChildProcess, closed: Promise<unknown>): Promise<void> {
  // A CLI that dies of an early Ctrl-C never ends its language host.
  child.once("exit", () => endCommand(child.pid));
  const timers = ways.map(({ after, signal }) => setTimeout(() => child.kill(signal), after));
  await closed;
  timers.forEach(clearTimeout);
}

/** On one line if it is short, otherwise with each setting on its own line. */
function typed(args: string[]): string {
  const line = args.join(" ");
  return line.length < 80 ? line : line.replaceAll(/ (?=--(plaintext|secret) )/g, " \\\n    ");
}

interface Checkpoint {
  checkpoint: {
    latest?: {
      resources?: { urn: string; type: string; id?: string; outputs?: Record<string, unknown> }[];
    } | null;
  };
}
