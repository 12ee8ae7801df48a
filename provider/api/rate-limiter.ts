/**
 * Decides when a request may be sent. A 429 pauses all requests for as long as the platform asks. The requests that pass
 * between two 429s measure the platform's limit; if two such windows agree, later requests are spaced at that rate, and
 * none waits more than a second for its slot. See decisions/0007.
 */

/** Milliseconds whose slots may be used at once. A limit of this kind admits a second's requests at once; the rest is a reserve, since the measured limit may be wrong by a request or two. */
const BURST = 700;
/** The most milliseconds that a request waits for its slot, since a wrong measurement must not delay a run. */
const LONGEST_WAIT = 1_000;
/** The most milliseconds between two requests. A slower limit is left to the pauses that the platform asks for. */
const LONGEST_INTERVAL = 125;
/** A little slower than the limit, since each 429 costs a pause. */
const MARGIN = 1.01;
/** Part by which the interval shrinks each second: a limit counted by the clock's second lets fewer pass than it could. */
const SPEEDUP = 0.01;
/** Milliseconds after which the measured limit is forgotten, to find out whether it still exists. */
const FORGOTTEN_AFTER = 60_000;
/** Rates that differ by no more than this part agree. 429s that have other reasons don't come at one rate. */
const TOLERANCE = 0.25;

/** The time from one 429 to the first one after its pause, by when the refused requests were sent. */
interface Window {
  readonly from: number;
  /** `Infinity` until the window ends. */
  to: number;
  /** How many of the requests that were sent in this time passed. */
  passed: number;
}

/** One per platform. All times are in milliseconds on one clock. */
export class RateLimiter {
  #pausedUntil = 0;
  #nextSlot = 0;
  /** The last three at most; the last one is still open. */
  #windows: Window[] = [];

  /** Milliseconds until the platform accepts requests again. */
  pauseLeft(now: number): number {
    return Math.max(0, this.#pausedUntil - now);
  }

  /** Reserves the next slot; returns the milliseconds until then. */
  reserve(now: number): number {
    const slot = Math.max(this.#nextSlot, now - BURST);
    this.#nextSlot = Math.min(slot + this.#interval(now), now + LONGEST_WAIT);
    return Math.max(0, slot - now);
  }

  /** A request that was sent at this time passed. */
  passed(sentAt: number): void {
    for (const window of this.#windows) if (sentAt > window.from && sentAt <= window.to) window.passed++;
  }

  /** A request that was sent at this time got a 429: nothing is sent for `delay` milliseconds. */
  refused(sentAt: number, now: number, delay: number): void {
    // Requests that were already under way when the pause began say nothing new about the limit.
    if (sentAt >= this.#pausedUntil) {
      const ended = this.#windows.at(-1);
      if (ended !== undefined) ended.to = sentAt;
      this.#windows = [...this.#windows.slice(-2), { from: sentAt, to: Infinity, passed: 0 }];
      this.#nextSlot = sentAt;
    }
    this.#pausedUntil = Math.max(this.#pausedUntil, now + delay);
  }

  /** Milliseconds between two slots; 0 while no limit is measured. */
  #interval(now: number): number {
    const [previous, latest, open] = this.#windows;
    if (previous === undefined || latest === undefined || open === undefined) return 0;
    const age = now - latest.to;
    if (age > FORGOTTEN_AFTER || !agree(rateOf(previous), rateOf(latest))) return 0;
    const interval = MARGIN / rateOf(latest);
    return interval <= LONGEST_INTERVAL ? interval * (1 - SPEEDUP * (age / 1_000)) : 0;
  }
}

/** Requests per millisecond. */
function rateOf({ from, to, passed }: Window): number {
  return passed / (to - from);
}

function agree(one: number, other: number): boolean {
  return Math.abs(one - other) <= TOLERANCE * Math.max(one, other);
}
