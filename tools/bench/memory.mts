// Watches the memory of all processes in a session.
import { readFileSync } from "node:fs";
import { allProcesses, sessionOf } from "../demo/session.mts";

/** Bytes. */
export interface Peaks {
  /** The largest that the provider process was. */
  readonly providerPeak: number;
  /** The most that all processes had at one moment. */
  readonly allPeak: number;
}

const EVERY = 100;
const PROVIDER = /cmd\/dynamic-provider|terraform-provider-/;

export class MemoryWatch {
  readonly #leader: number;
  readonly #timer: NodeJS.Timeout;
  /** Processes of others, which stay so: their sessions needn't be asked for again. */
  readonly #others = new Set<number>([process.pid]);
  #providerPeak = 0;
  #allPeak = 0;

  constructor(leader: number) {
    this.#leader = leader;
    this.#timer = setInterval(() => this.#look(), EVERY);
  }

  stop(): Peaks {
    clearInterval(this.#timer);
    return { providerPeak: this.#providerPeak, allPeak: this.#allPeak };
  }

  #look(): void {
    const memories = allProcesses()
      .filter((pid) => this.#isOurs(pid))
      .flatMap((pid) => memoryOf(pid));
    const provider = memories.filter(({ command }) => PROVIDER.test(command));
    this.#providerPeak = Math.max(this.#providerPeak, ...provider.map(({ peak }) => peak));
    this.#allPeak = Math.max(
      this.#allPeak,
      memories.reduce((sum, { now }) => sum + now, 0),
    );
  }

  #isOurs(pid: number): boolean {
    if (this.#others.has(pid)) return false;
    const ours = sessionOf(pid) === this.#leader;
    if (!ours) this.#others.add(pid);
    return ours;
  }
}

function memoryOf(pid: number): { command: string; now: number; peak: number }[] {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
    const bytes = (name: string) =>
      Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1] ?? 0) * 1024;
    return [{ command, now: bytes("VmRSS"), peak: bytes("VmHWM") }];
  } catch {
    // It has ended.
    return [];
  }
}
