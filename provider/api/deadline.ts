/** One time limit for an operation, shared by all its requests and pauses. */
export class Deadline {
  readonly #end: number;
  readonly #cancelled: AbortSignal | undefined;

  /**
   * @param milliseconds from now
   * @param cancelled when it aborts, no time is left
   */
  constructor(milliseconds: number, cancelled?: AbortSignal) {
    this.#end = performance.now() + milliseconds;
    this.#cancelled = cancelled;
  }

  /** Whether the run was cancelled. */
  get isCancelled(): boolean {
    return this.#cancelled?.aborted === true;
  }

  /** Milliseconds left, never negative. */
  remaining(): number {
    return this.isCancelled ? 0 : Math.max(0, this.#end - performance.now());
  }

  /** Waits, but not beyond the deadline. Returns false if the deadline cut the wait short. */
  async wait(milliseconds: number): Promise<boolean> {
    const enough = milliseconds < this.remaining();
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        forget();
        resolve();
      };
      const timer = setTimeout(done, Math.min(milliseconds, this.remaining()));
      const forget = this.onCancel(done);
    });
    return enough && !this.isCancelled;
  }

  /** Calls the function once if the run is cancelled; the returned function forgets it. */
  onCancel(listener: () => void): () => void {
    this.#cancelled?.addEventListener("abort", listener, { once: true });
    return () => this.#cancelled?.removeEventListener("abort", listener);
  }
}
