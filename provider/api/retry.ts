/** Which requests may be sent again, and when. */
import type { RequestError } from "got";

const TRANSIENT = new Set([408, 429, 500, 502, 503, 504]);
const LONGEST_WAIT = 10_000;

/**
 * GET and PATCH can be sent twice without harm. POST is sent again only after 429, which means that it was not carried
 * out. After any other failure `create` finds out what happened: decisions/0003.
 */
export function isTransient(method: string, error: RequestError): boolean {
  const status = error.response?.statusCode;
  if (method === "POST") return status === 429;
  if (status !== undefined && error.name === "HTTPError") return TRANSIENT.has(status);
  return (
    ["TimeoutError", "ReadError"].includes(error.name) ||
    (error.code.startsWith("E") && !error.code.startsWith("ERR_"))
  );
}

/** Milliseconds before the next attempt: 0.5 s, doubled each time, half of it random. */
export function backoff(attempt: number): number {
  const full = Math.min(500 * 2 ** (attempt - 1), LONGEST_WAIT);
  return full / 2 + (Math.random() * full) / 2;
}
