/** The engine's request that is being handled, for all code that runs because of it. */
import { AsyncLocalStorage } from "node:async_hooks";

/** One day. A Node.js timer of more than 24 days fires at once. */
const LONGEST = 86_400_000;

export interface CurrentRequest {
  /** The resource that its messages belong to; empty if there is none. */
  readonly urn: string;
  /** Milliseconds that are left of the resource's customTimeouts; undefined if it has none. */
  timeLeft(): number | undefined;
  /** The messages that must reach the engine before the response does. */
  readonly logged: Promise<void>[];
}

/** One per instance. All requests share the session's reporter and deadlines, which find the current request here. */
export class CurrentRequests {
  readonly #storage = new AsyncLocalStorage<CurrentRequest>();

  get current(): CurrentRequest | undefined {
    return this.#storage.getStore();
  }

  /** Resolves when the work is done and its messages have arrived. @param seconds as in the engine's message; 0 means no limit */
  async run<T>(urn: string, seconds: number, work: () => Promise<T>): Promise<T> {
    const end = performance.now() + Math.min(seconds * 1_000, LONGEST);
    const timeLeft = () => (seconds > 0 ? Math.max(0, end - performance.now()) : undefined);
    const request: CurrentRequest = { urn, timeLeft, logged: [] };
    try {
      return await this.#storage.run(request, work);
    } finally {
      await Promise.all(request.logged);
    }
  }
}
