/** Decides when an attempt may be sent: when a connection is free, its slot has come, and no pause is left. */
import type { Deadline } from "./deadline";
import {
  CancelledError,
  type ConnectionsApiError,
  NoResponseError,
  RateLimitedError,
  type RequestLine,
  outOfTime,
} from "./errors";
import { Gate, MOST_CONNECTIONS } from "./gate";
import { RateLimiter } from "./rate-limiter";

/** A request that may need several attempts. */
export interface Applicant {
  readonly line: RequestLine;
  readonly deadline: Deadline;
  /** When its last attempt was sent, on the monotonic clock; 0 before the first. */
  sentAt: number;
  /** Why the platform refused its last attempt, in the platform's words. */
  said: readonly string[];
  /** Whether its attempt occupies a connection. */
  isInside: boolean;
  /** Whether its result is no longer needed. */
  isOver: boolean;
}

/** There is one for each platform. */
export class Admission {
  /** Waiting for a connection must not use up an attempt's time. */
  readonly #gate = new Gate(MOST_CONNECTIONS);
  readonly #rateLimiter = new RateLimiter();
  /** What the last 429 said. */
  #reasons: readonly string[] = [];

  /**
   * Resolves when an attempt may be sent.
   * @throws RateLimitedError if a pause lasts longer than the deadline
   * @throws NoResponseError if no connection is free before the deadline, or the run is cancelled
   */
  async admit(applicant: Applicant): Promise<void> {
    const { line, deadline } = applicant;
    if (!(await this.#gate.enter(deadline))) throw this.tooLate(applicant);
    applicant.isInside = true;
    if (applicant.isOver) this.leave(applicant);
    const slot = this.#rateLimiter.reserve(performance.now());
    if (slot > 0 && slot < deadline.remaining()) await deadline.wait(slot);
    // Another 429 may extend the pause meanwhile.
    for (let pause = this.#pauseLeft(); pause > 0; pause = this.#pauseLeft()) {
      if (deadline.isCancelled) throw new CancelledError(line, false);
      if (pause >= deadline.remaining()) throw this.#limited(line, pause);
      await deadline.wait(pause);
    }
    if (deadline.isCancelled) throw new CancelledError(line, false);
  }

  /** The attempt has ended. */
  leave(applicant: Applicant): void {
    if (applicant.isInside) this.#gate.leave();
    applicant.isInside = false;
  }

  /** An attempt got a response that is not a 429. */
  passed({ sentAt }: Applicant): void {
    this.#rateLimiter.passed(sentAt);
  }

  /** An attempt got a 429: nothing is sent for `delay` milliseconds. */
  refused({ sentAt, said }: Applicant, delay: number): void {
    this.#rateLimiter.refused(sentAt, performance.now(), delay);
    this.#reasons = said;
  }

  /** The error for an attempt whose deadline passed before it was sent. During a pause, the pause is the reason. */
  tooLate({ line, said, deadline }: Applicant): ConnectionsApiError {
    if (deadline.isCancelled) return new CancelledError(line, false);
    const pause = this.#pauseLeft();
    return pause > 0 ? this.#limited(line, pause) : new NoResponseError(line, outOfTime(said), false);
  }

  #limited(line: RequestLine, pause: number): RateLimitedError {
    return new RateLimitedError(line, pause, this.#reasons);
  }

  #pauseLeft(): number {
    return this.#rateLimiter.pauseLeft(performance.now());
  }
}
