// The demo's stack: runs a pulumi command before the reader's eyes, and reads the state that it has left.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Scratch } from "./scratch.mts";
import * as screen from "./screen.mts";
import { endSession } from "./session.mts";

export const stackName = "dev";
const projectName = "model-connections-quickstart";
const type = "pulumi-nodejs:dynamic/model-connections:ModelConnection";

/** Ctrl-C once lets the engine finish and save, twice ends its providers; the third is for a CLI that hangs. */
const ways = [
  { after: 0, signal: "SIGINT" },
  { after: 6_000, signal: "SIGINT" },
  { after: 12_000, signal: "SIGKILL" },
] as const;

/** A connection as it is in the state. */
export interface Managed {
  readonly name: string;
  readonly id: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

export class Stack {
  readonly #scratch: Scratch;
  readonly #env: NodeJS.ProcessEnv;
  readonly #interruption: AbortSignal;
  /** Every connection that was ever in the state, by id. */
  readonly ever = new Map<string, Managed>();

  constructor(scratch: Scratch, env: NodeJS.ProcessEnv, interruption: AbortSignal) {
    this.#scratch = scratch;
    this.#env = { ...scratch.env, ...env };
    this.#interruption = interruption;
  }

  /** Runs one command, shown as typed; the answer is its exit code. Rejects when the demo is told to stop. */
  async pulumi(...args: string[]): Promise<number> {
    this.#interruption.throwIfAborted();
    screen.command(`pulumi ${typed(args)}`);
    const started = Date.now();
    const code = await this.#run(args);
    screen.ended((Date.now() - started) / 1000, code);
    for (const connection of this.managed()) this.ever.set(connection.id, connection);
    this.#interruption.throwIfAborted();
    return code;
  }

  /** The connections in the state, read from the backend's file: asking the CLI for them costs a second each time. */
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

  /** In a session of its own, so that a terminal's Ctrl-C reaches it once and through the demo. */
  #run(args: string[]): Promise<number> {
    const child = spawn("pulumi", args, {
      cwd: this.#scratch.project,
      env: this.#env,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    for (const stream of [child.stdout, child.stderr])
      createInterface(stream).on("line", (line) => screen.output(line));
    let timers: NodeJS.Timeout[] = [];
    const stop = () => {
      timers = ways.map(({ after, signal }) => setTimeout(() => child.kill(signal), after));
    };
    this.#interruption.addEventListener("abort", stop);
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("exit", () => {
        if (this.#interruption.aborted && child.pid !== undefined) endSession(child.pid);
      });
      child.on("close", (code) => {
        this.#interruption.removeEventListener("abort", stop);
        timers.forEach(clearTimeout);
        resolve(code ?? 1);
      });
    });
  }
}

/** On one line where that can be read, else with each setting on its own. */
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
