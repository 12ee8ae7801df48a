/**
 * Holds back "gone". If the platform returns 404 for every connection, the usual cause is a key of another workspace, and
 * a refresh removes from state what was reported as gone, even if it fails later. So "gone" waits until this process has
 * seen any connection of the platform, and fails when no read is left that could find one (decisions/0004).
 */
import { PlainError } from "../plain-error";

/** Long enough for the engine to send its next reads. */
const QUIET = 1_500;

export class AllGoneError extends PlainError {
  constructor() {
    super(
      "the platform knows none of the connections that this run asked for. The usual cause is an API key of another " +
        "workspace, so nothing was removed from the state. If they really are gone, run once with " +
        "MODEL_CONNECTIONS_ACCEPT_ALL_GONE=true, or set model-connections:acceptAllGone to true and refresh with " +
        "--run-program (without it, refresh uses the settings of the last up)",
    );
  }
}

interface Held {
  readonly release: () => void;
  readonly fail: (error: Error) => void;
}

export class GoneGate {
  readonly #acceptAllGone: boolean;
  #foundOne = false;
  #failed = false;
  #reading = 0;
  #held: Held[] = [];
  #quiet: NodeJS.Timeout | undefined;

  constructor(acceptAllGone: boolean) {
    this.#acceptAllGone = acceptAllGone;
  }

  /**
   * Runs one read, which returns undefined for a confirmed 404.
   * @returns what was found, or undefined if the connection is gone
   * @throws AllGoneError if "gone" can't be trusted
   */
  read<T extends object>(look: () => Promise<T>): Promise<T>;
  read<T extends object>(look: () => Promise<T | undefined>): Promise<T | undefined>;
  async read<T extends object>(look: () => Promise<T | undefined>): Promise<T | undefined> {
    this.#reading++;
    clearTimeout(this.#quiet);
    let found: T | undefined;
    try {
      found = await look();
      if (found !== undefined) this.#trustGone();
    } finally {
      this.#reading--;
      this.#failWhenQuiet();
    }
    if (found === undefined) await this.#untilTrusted();
    return found;
  }

  /** The platform has shown a connection: the key is right, and a 404 means "gone". */
  #trustGone(): void {
    this.#foundOne = true;
    for (const held of this.#held.splice(0)) held.release();
  }

  #untilTrusted(): Promise<void> {
    if (this.#foundOne || this.#acceptAllGone) return Promise.resolve();
    if (this.#failed) return Promise.reject(new AllGoneError());
    return new Promise((release, fail) => {
      this.#held.push({ release, fail });
      this.#failWhenQuiet();
    });
  }

  #failWhenQuiet(): void {
    clearTimeout(this.#quiet);
    if (this.#reading > 0 || this.#held.length === 0) return;
    this.#quiet = setTimeout(() => {
      this.#failed = true;
      for (const held of this.#held.splice(0)) held.fail(new AllGoneError());
    }, QUIET);
  }
}
