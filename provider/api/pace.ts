/** When a request may leave: not before the platform lets it, and no faster than its limit, once that shows. */

/**
 * Milliseconds whose requests may leave together. Limits of this kind let a second's worth through at once; some of it is
 * left over, since what was learned is right to a request or two.
 */
const CREDIT = 700;
/** Milliseconds between two requests: what is slower is no limit of requests a second. */
const SLOWEST = 500;
/** A little slower than the limit: being refused costs a pause. */
const MARGIN = 1.01;
/** By how much faster each second: less than the limit may have passed, as where it is counted by the second. */
const EASING = 0.01;
/** Milliseconds after which it is tried whether the limit is still there. */
const REMEMBERED = 60_000;

/** From one refused request to the next one after a pause, by when they left, and how many of those that left between passed. */
interface Window {
  readonly from: number;
  readonly to: number;
  passed: number;
}

export class Pace {
  #pausedUntil = 0;
  #next = 0;
  #last: Window | undefined;
  #current: Window | undefined;

  /** Milliseconds that a request has to wait. It takes its place in the row. */
  waitOfNext(now: number): number {
    const place = Math.max(this.#next, now - CREDIT);
    this.#next = place + this.#interval(now);
    return Math.max(0, place - now, this.#pausedUntil - now);
  }

  /** @param left when the request that passed had left */
  passed(left: number): void {
    for (const window of [this.#last, this.#current])
      if (window !== undefined && left > window.from && left <= window.to) window.passed++;
  }

  /**
   * One 429 stops the whole process for `delay` milliseconds. What passes from one to the next after the pause is the
   * limit; those of requests that were under way with the first tell nothing new.
   * @param left when the request that was refused had left
   */
  refused(left: number, now: number, delay: number): void {
    if (left >= this.#pausedUntil) {
      this.#last = this.#current && { ...this.#current, to: left };
      this.#current = { from: left, to: Infinity, passed: 0 };
      this.#next = left;
    }
    this.#pausedUntil = Math.max(this.#pausedUntil, now + delay);
  }

  #interval(now: number): number {
    if (this.#last === undefined || now - this.#last.to > REMEMBERED) return 0;
    const { from, to, passed } = this.#last;
    const interval = (MARGIN * (to - from)) / passed;
    return interval <= SLOWEST ? interval * (1 - (EASING * (now - to)) / 1_000) : 0;
  }
}
