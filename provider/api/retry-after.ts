/** How long a response asks to wait. */
import type { Response } from "got";

/**
 * Milliseconds until `X-RateLimit-Reset`, or `retryAfterMs` of the body; undefined if the response has neither. The HTTP
 * library reads `Retry-After` itself.
 */
export function askedWait({ headers, body }: Pick<Response<string>, "headers" | "body">): number | undefined {
  const inBody = /"retryAfterMs"\s*:\s*(\d{1,9})/.exec(body.slice(0, 10_000))?.[1];
  if (inBody !== undefined) return Number(inBody);
  const header = headers["x-ratelimit-reset"];
  const reset = typeof header === "string" && /^\d{1,13}$/.test(header) ? Number(header) : undefined;
  if (reset === undefined) return undefined;
  // A date in milliseconds or seconds since 1970, or a number of seconds.
  if (reset > 1e11) return Math.max(0, reset - Date.now());
  return reset > 1e9 ? Math.max(0, reset * 1000 - Date.now()) : reset * 1000;
}

/** Milliseconds that a 429 asks to wait, if it says so. */
export function waitOf({ headers, body }: Response<string>): number | undefined {
  const header = headers["retry-after"] ?? "";
  const seconds = /^\d{1,9}$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? askedWait({ headers, body }) : Math.max(0, seconds * 1000);
}
