/**
 * Holds back "gone": honest 404s for everything mean the key of another workspace more often than a purge, and a
 * refresh drops what was answered as gone even when it fails later. So an answer waits until this process has seen
 * any connection of the platform, and fails when nothing is left that could show one.
 */
import { PlainError } from "../plain-error";

/** Long enough for the engine to send its next reads. */
const QUIET = 1_500;

export class AllGoneError extends PlainError {
  constructor() {
    super(
      "the platform knows none of the connections that were asked for. That is more often the API key of another " +
        "workspace than a purge, so nothing has left the state. If they really are gone, run once with " +
        "MODEL_CONNECTIONS_ACCEPT_ALL_GONE=true (or set model-connections:acceptAllGone to true and refresh with --run-program, without which the settings " +
        "of the last up hold)",
    );
  }
}

interface Held {
  readonly release: () => void;
  readonly fail: (error: Error) => void;
}

export class GoneGate {
  readonly #acceptAllGone: boolean;
  #known = false;
  #failed = false;
  #reading = 0;
  #held: Held[] = [];
  #quiet: NodeJS.Timeout | undefined;

  constructor(acceptAllGone: boolean) {
    this.#acceptAllGone = acceptAllGone;
  }

  /** Counts a read as under way while it runs; only when none is does the quiet time begin. */
  async during<T>(read: () => Promise<T>): Promise<T> {
    this.#reading++;
    clearTimeout(this.#quiet);
    try {
      return await read();
    } finally {
      this.#reading--;
      this.#waitForQuiet();
    }
  }

  /** The platform has answered with a connection: the key is right, and what is gone is gone. */
  sawOne(): void {
    this.#known = true;
    for (const held of this.#held.splice(0)) held.release();
  }

  /** Resolves when a confirmed 404 may be answered as "gone"; rejects when it may not. */
  mayBeGone(): Promise<void> {
    if (this.#known || this.#acceptAllGone) return Promise.resolve();
    if (this.#failed) return Promise.reject(new AllGoneError());
    return new Promise((release, fail) => {
      this.#held.push({ release, fail });
      this.#waitForQuiet();
    });
  }

  #waitForQuiet(): void {
    clearTimeout(this.#quiet);
    if (this.#reading > 0 || this.#held.length === 0) return;
    this.#quiet = setTimeout(() => {
      this.#failed = true;
      for (const held of this.#held.splice(0)) held.fail(new AllGoneError());
    }, QUIET);
  }
}
