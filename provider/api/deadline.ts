/** One time limit for everything that a hook does, shared by all its requests and waits. */
export class Deadline {
  readonly #end: number;

  /** @param milliseconds from now */
  constructor(milliseconds: number) {
    this.#end = performance.now() + milliseconds;
  }

  /** Milliseconds left, never negative. */
  remaining(): number {
    return Math.max(0, this.#end - performance.now());
  }

  /** Waits, but not beyond the end; false when the time would not have been enough. */
  async wait(milliseconds: number): Promise<boolean> {
    const enough = milliseconds < this.remaining();
    await new Promise((resolve) => setTimeout(resolve, Math.min(milliseconds, this.remaining())));
    return enough;
  }
}
