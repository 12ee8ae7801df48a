/** The request of the engine that is being carried out: what is common to all code that runs for it. */
import { AsyncLocalStorage } from "node:async_hooks";

/** A day: Node's timers accept no more than some weeks, and end at once for more. */
const LONGEST = 86_400_000;

export interface CurrentRequest {
  /** The resource that its messages belong to; empty if there is none. */
  readonly urn: string;
  /** Milliseconds that the resource's customTimeouts allow; undefined if it has none. */
  readonly timeLimit: number | undefined;
  /** What must arrive at the engine before the response does. */
  readonly logged: Promise<void>[];
}

/** One per instance. The session's reporter and deadlines are shared by all requests, and look here. */
export class CurrentRequests {
  readonly #storage = new AsyncLocalStorage<CurrentRequest>();

  get current(): CurrentRequest | undefined {
    return this.#storage.getStore();
  }

  /** Resolves when the work is done and its messages have arrived. @param seconds as in the engine's message; 0 is no limit */
  async run<T>(urn: string, seconds: number, work: () => Promise<T>): Promise<T> {
    const timeLimit = seconds > 0 ? Math.min(seconds * 1_000, LONGEST) : undefined;
    const request: CurrentRequest = { urn, timeLimit, logged: [] };
    try {
      return await this.#storage.run(request, work);
    } finally {
      await Promise.all(request.logged);
    }
  }
}
