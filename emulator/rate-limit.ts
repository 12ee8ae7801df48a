// A token bucket that allows a burst of one second's worth of requests.
import { ApiError } from "./api-error";

/**
 * Returns a function that counts one request.
 * It throws an ApiError 429 with Retry-After in seconds when the rate is exceeded.
 */
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
      throw new ApiError(429, "TOO_MANY_REQUESTS", "Too many requests.", { "Retry-After": String(seconds) });
    }
    tokens -= 1;
  };
}
