/** Which requests may be sent again, and when. */
import type { RequestError } from "got";

const TRANSIENT = new Set([408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524]);
const LONGEST_WAIT = 10_000;

/**
 * GET and PATCH can be sent twice without harm. POST is sent again only after 429, which means that it was not carried
 * out. After any other failure `create` finds out what happened: decisions/0003.
 */
export function isTransient(method: string, error: RequestError): boolean {
  const status = error.response?.statusCode;
  if (method === "POST") return status === 429;
  if (status !== undefined && error.name === "HTTPError") return TRANSIENT.has(status);
  if (error.code === "ERR_PROXY_TUNNEL") return !isRefusal(error.cause);
  // EPROTO is a failed handshake, which fails again.
  const isSystemError =
    error.code.startsWith("E") && !error.code.startsWith("ERR_") && error.code !== "EPROTO";
  return isSystemError || ["TimeoutError", "ReadError"].includes(error.name);
}

/** A proxy's 4xx to CONNECT: it won't say anything else to the next one. */
function isRefusal(cause: unknown): boolean {
  const { statusCode } = (cause ?? {}) as { statusCode?: number };
  return statusCode !== undefined && statusCode < 500;
}

/** Milliseconds before the next attempt: 0.5 s, doubled each time, half of it random. */
export function backoff(attempt: number): number {
  const full = Math.min(500 * 2 ** (attempt - 1), LONGEST_WAIT);
  return full / 2 + (Math.random() * full) / 2;
}
