/** When a request may leave: not before the platform lets it, and no faster than its limit, once that shows. */

/** Milliseconds whose requests may leave together: limits of this kind let a second's worth through at once. */
const CREDIT = 1_000;
/** Milliseconds between two requests: what is slower is no limit of requests a second. */
const SLOWEST = 500;
/** A little slower than the limit: being refused costs a pause. */
const MARGIN = 1.01;
/** Milliseconds after which it is tried whether the limit is still there. */
const REMEMBERED = 60_000;

export class Pace {
  #pausedUntil = 0;
  #interval = 0;
  #next = 0;
  #refusedAt = -Infinity;
  #passedSince = 0;

  /** Milliseconds that a request has to wait. It takes its place in the row. */
  waitOfNext(now: number): number {
    if (now - this.#refusedAt > REMEMBERED) this.#interval = 0;
    const place = Math.max(this.#next, now - CREDIT);
    this.#next = place + this.#interval;
    return Math.max(0, place - now, this.#pausedUntil - now);
  }

  passed(): void {
    this.#passedSince++;
  }

  /**
   * One 429 stops the whole process for `delay` milliseconds. Those of requests that were under way with it tell nothing
   * new; what has passed from one to the next after the pause tells the limit.
   */
  refused(now: number, delay: number): void {
    if (now >= this.#pausedUntil) {
      const interval = (MARGIN * (now - this.#refusedAt)) / this.#passedSince;
      this.#interval = interval <= SLOWEST ? interval : 0;
      this.#refusedAt = now;
      this.#passedSince = 0;
      this.#next = now;
    }
    this.#pausedUntil = Math.max(this.#pausedUntil, now + delay);
  }
}
