/** A request of the API before it is sent. */
import type { Deadline } from "./deadline";
import { InvalidIdError, type RequestLine } from "./errors";

/** What to send, and until when. */
export interface ApiRequest {
  readonly method: RequestLine["method"];
  /** Path segments below the base URL, not yet encoded. */
  readonly segments: readonly string[];
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  readonly deadline: Deadline;
}

/** The request's method and path; throws if a segment would lead to another path. */
export function requestLine({ method, segments }: ApiRequest): RequestLine {
  // A URL drops dots and empty segments, and replaces an incomplete character.
  const changes = segments.some((segment) => /^\.{0,2}$/.test(segment) || !segment.isWellFormed());
  if (changes) throw new InvalidIdError({ method, path: `/${segments.join("/")}` });
  return { method, path: `/${segments.map(encodeURIComponent).join("/")}` };
}
