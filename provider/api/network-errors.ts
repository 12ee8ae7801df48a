/** Describes a failure without a response: the reason, and whether the request can have reached the platform. */
import { printable } from "../printable";
import { NoResponseError, type RequestLine, TimedOutError } from "./errors";

/** Failures before anything was sent. After any other failure a write may have been carried out. */
const NOT_SENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ERR_INVALID_URL",
]);

/** The error for a failure of the HTTP library, by the failure's code. */
export function noResponse(
  request: RequestLine,
  failure: { name?: string; code?: string },
  attemptTimeout: number,
): NoResponseError {
  if (failure.name === "TimeoutError") {
    return new TimedOutError(request, `the platform did not respond within ${attemptTimeout / 1000} s`);
  }
  const code = printable(failure.code ?? "unknown failure");
  if (/CERT|SSL|TLS|SELF_SIGNED|ISSUER/.test(code)) {
    return new NoResponseError(request, `the platform's certificate was not accepted: ${code}`, false);
  }
  if (NOT_SENT.has(code))
    return new NoResponseError(request, `the platform could not be reached: ${code}`, false);
  return new NoResponseError(request, `the connection broke before the response was complete: ${code}`, true);
}
