/** When a request may leave: not before the platform lets it, and no faster than its limit, once that shows. */

/**
 * Milliseconds whose requests may leave together. Limits of this kind let a second's worth through at once; some of it is
 * left over, since what was learned is right to a request or two.
 */
const CREDIT = 700;
/** Milliseconds between two requests: a slower limit is left to what the platform says with each 429. */
const SLOWEST = 125;
/** Milliseconds that a request waits for its place at most: what was learned must not hold up a run. */
const ROW = 1_000;
/** A little slower than the limit: being refused costs a pause. */
const MARGIN = 1.01;
/** By how much faster each second: less than the limit may have passed, as where it is counted by the second. */
const EASING = 0.01;
/** Milliseconds after which it is tried whether the limit is still there. */
const REMEMBERED = 60_000;
/** Twice the same, up to this part, is a limit; two 429s that came for other reasons are none. */
const ALIKE = 0.25;

/** From one refused request to the next one after a pause, by when they left, and how many of those that left between passed. */
interface Window {
  readonly from: number;
  readonly to: number;
  passed: number;
}

export class Pace {
  #pausedUntil = 0;
  #next = 0;
  /** The latest last: it is still open. */
  #windows: readonly Window[] = [];

  /** Milliseconds until the platform wants to hear from anybody again. */
  pause(now: number): number {
    return Math.max(0, this.#pausedUntil - now);
  }

  /** Milliseconds until a request's place in the row, which it takes. */
  placeInRow(now: number): number {
    const place = Math.max(this.#next, now - CREDIT);
    this.#next = Math.min(place + this.#interval(now), now + ROW);
    return Math.max(0, place - now);
  }

  /** @param left when the request that passed had left */
  passed(left: number): void {
    for (const window of this.#windows) if (left > window.from && left <= window.to) window.passed++;
  }

  /**
   * One 429 stops the whole process for `delay` milliseconds. What passes from one to the next after the pause tells the
   * limit; those of requests that were under way with the first tell nothing new.
   * @param left when the request that was refused had left
   */
  refused(left: number, now: number, delay: number): void {
    if (left >= this.#pausedUntil) {
      const closed = this.#windows.map((window) =>
        window.to === Infinity ? { ...window, to: left } : window,
      );
      this.#windows = [...closed.slice(-2), { from: left, to: Infinity, passed: 0 }];
      this.#next = left;
    }
    this.#pausedUntil = Math.max(this.#pausedUntil, now + delay);
  }

  #interval(now: number): number {
    const [before, last, open] = this.#windows;
    if (before === undefined || last === undefined || open === undefined) return 0;
    if (now - last.to > REMEMBERED || !alike(intervalOf(before), intervalOf(last))) return 0;
    const interval = MARGIN * intervalOf(last);
    return interval <= SLOWEST ? interval * (1 - (EASING * (now - last.to)) / 1_000) : 0;
  }
}

function intervalOf({ from, to, passed }: Window): number {
  return (to - from) / passed;
}

function alike(one: number, other: number): boolean {
  return Math.abs(one - other) <= ALIKE * Math.max(one, other);
}
