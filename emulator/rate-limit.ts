// A token bucket that holds one second's worth of requests.
import { Refusal } from "./refusal";

/** Gives a function that counts a request, or refuses it with 429 and Retry-After in seconds. */
export function rateLimit(
  requestsPerSecond: number,
  now: () => number = () => performance.now(),
): () => void {
  const capacity = Math.max(1, requestsPerSecond);
  let tokens = capacity;
  let filledAt = now();
  return () => {
    const moment = now();
    tokens = Math.min(capacity, tokens + ((moment - filledAt) / 1000) * requestsPerSecond);
    filledAt = moment;
    if (tokens < 1) {
      const seconds = Math.ceil((1 - tokens) / requestsPerSecond);
      throw new Refusal(429, "TOO_MANY_REQUESTS", "Too many requests.", { "Retry-After": String(seconds) });
    }
    tokens -= 1;
  };
}
