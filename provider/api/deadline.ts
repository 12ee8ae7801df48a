/** One time limit for an operation, shared by all its requests and pauses. */
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

  /** Waits, but not beyond the deadline. Returns false if the deadline cut the wait short. */
  async wait(milliseconds: number): Promise<boolean> {
    const enough = milliseconds < this.remaining();
    await new Promise((resolve) => setTimeout(resolve, Math.min(milliseconds, this.remaining())));
    return enough;
  }
}
