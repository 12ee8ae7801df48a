/** Finds secrets in text from the platform, which may return a key in any response, in any spelling. */
import { folded, inSomeReading } from "./readings";

/** What is stored and shown in place of a value that contains a key. */
export const HIDDEN = "(not shown: it contains a key)";

/** This many characters of a key in a row are not shown. Of a shorter key, a message doesn't show more than half. */
const RUN = 12;

/** A shorter key would match names and other values by chance. */
export const SHORTEST = 8;

/** Keys, to find them complete. */
export class Keys {
  /** Keys that are shorter than a run. */
  readonly #short = new Set<string>();
  /** All longer keys by their first run. */
  readonly #long = new Map<string, Set<string>>();

  /** Returns the key as it is searched for; undefined if it is empty or known already. */
  add(secret: string): string | undefined {
    const key = folded(secret);
    if (key.length < RUN) {
      if (key === "" || this.#short.has(key)) return undefined;
      this.#short.add(key);
      return key;
    }
    const start = key.slice(0, RUN);
    const others = this.#long.get(start) ?? new Set();
    if (others.has(key)) return undefined;
    this.#long.set(start, others.add(key));
    return key;
  }

  /** Whether a text contains a complete key of at least 8 characters: as it is, escaped, encoded, in another case or interrupted. */
  areWholeIn(text: string): boolean {
    return inSomeReading(text, (reading) => this.isWholeIn(reading, SHORTEST));
  }

  protected isWholeIn(reading: string, least: number): boolean {
    for (const key of this.#short) if (key.length >= least && reading.includes(key)) return true;
    for (let start = 0; start + RUN <= reading.length; start++)
      for (const key of this.#long.get(reading.slice(start, start + RUN)) ?? [])
        if (reading.startsWith(key, start)) return true;
    return false;
  }
}

/** The keys that a client knows, to keep them and their parts out of what it returns and says. */
export class Secrets extends Keys {
  /** All runs of 12 characters of the longer keys, each with the length of its shortest key. */
  readonly #runs = new Map<string, number>();

  /** The parts of shorter keys that are too many for a message, by their length. */
  readonly #parts = new Map<number, Set<string>>();

  /** Texts that are hidden only where they are the complete text. */
  readonly #complete = new Set<string>();

  addComplete(text: string): void {
    this.#complete.add(folded(text));
  }

  isComplete(text: string): boolean {
    return this.#complete.size > 0 && this.#complete.has(folded(text));
  }

  override add(secret: string): string | undefined {
    const key = super.add(secret);
    if (key === undefined) return undefined;
    for (const run of runsOf(key, RUN))
      this.#runs.set(run, Math.min(key.length, this.#runs.get(run) ?? Infinity));
    this.#addParts(key);
    return key;
  }

  #addParts(key: string): void {
    const length = Math.max(SHORTEST, Math.floor(key.length / 2) + 1);
    if (length >= RUN) return;
    const parts = this.#parts.get(length) ?? new Set();
    for (const part of runsOf(key, length)) parts.add(part);
    this.#parts.set(length, parts);
  }

  /** Whether a value contains a key of at least 8 characters, or 12 characters of a key in a row, in any of these spellings. */
  areIn(value: string): boolean {
    return (
      this.isComplete(value) ||
      inSomeReading(value, (reading) => this.isWholeIn(reading, SHORTEST) || this.#isRunIn(reading))
    );
  }

  /**
   * Whether a message would show a key of any length, or too much of one: 12 characters in a row, or 8 that are more than half.
   * A platform or a proxy may cut its message in the middle of a key.
   */
  areShownBy(message: string): boolean {
    return (
      this.isComplete(message) ||
      inSomeReading(
        message,
        (reading) => this.isWholeIn(reading, 1) || this.#isRunIn(reading) || this.#isPartIn(reading),
      )
    );
  }

  /** Whether a text is more than a part of a key: three quarters of one, or all of it. An id can share a part, such as an account's. */
  areMostlyIn(text: string): boolean {
    return inSomeReading(
      text,
      (reading) => this.isWholeIn(reading, SHORTEST) || this.#isMostOfKeyIn(reading),
    );
  }

  /** A value of a response, or what is stored and shown in its place. */
  hideIn(value: string): string {
    return this.areIn(value) ? HIDDEN : value;
  }

  #isMostOfKeyIn(reading: string): boolean {
    let shared = 0;
    return runsOf(reading, RUN).some((run) => {
      const length = this.#runs.get(run);
      shared = length === undefined ? 0 : shared === 0 ? RUN : shared + 1;
      return length !== undefined && shared >= 0.75 * length;
    });
  }

  #isRunIn(reading: string): boolean {
    return runsOf(reading, RUN).some((run) => this.#runs.has(run));
  }

  #isPartIn(reading: string): boolean {
    return [...this.#parts].some(([length, parts]) =>
      runsOf(reading, length).some((part) => parts.has(part)),
    );
  }
}

/** What decides whether a text from the platform may be a part of a message. */
export type MessageSecrets = Pick<Secrets, "areIn" | "areShownBy">;

function runsOf(text: string, length: number): string[] {
  return Array.from({ length: Math.max(0, text.length - length + 1) }, (_, start) =>
    text.slice(start, start + length),
  );
}
