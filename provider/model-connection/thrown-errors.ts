/** Prevents failures from being printed twice: the engine prints each error of a hook under its resource, and the SDK's provider process prints some of them too. */

/** One per process. */
export class ThrownErrors {
  readonly #thrown = new Set<string>();

  /** Records an error that a hook throws. */
  add(error: unknown): void {
    if (error instanceof Error) this.#thrown.add(`${String(error)}: ${error.stack ?? ""}`);
  }

  /** From now on, `output` skips recorded errors, so that only the engine prints them. It prints anything else as before. */
  leaveToEngine(output: Pick<Console, "error"> = console): void {
    const print = output.error.bind(output);
    output.error = (...values: unknown[]) => {
      const [first] = values;
      if (values.length !== 1 || typeof first !== "string" || !this.#thrown.has(first)) print(...values);
    };
  }
}
