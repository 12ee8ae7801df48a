/** A request of the API before it is sent. */
import type { Deadline } from "./deadline";
import { InvalidIdError, type RequestLine } from "./errors";
import { CONNECTION_ID } from "./records";

/** What to send, and until when. */
export interface ApiRequest {
  readonly method: RequestLine["method"];
  /** Path segments below the base URL. None needs encoding. */
  readonly segments: readonly string[];
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  /** The largest response body, in MiB. @default 10 */
  readonly largestMiB?: number;
  readonly deadline: Deadline;
}

/** The request's method and path; throws if a segment contains characters that no id has. */
export function requestLine({ method, segments }: ApiRequest): RequestLine {
  const path = `/${segments.join("/")}`;
  if (!segments.every((segment) => CONNECTION_ID.test(segment))) throw new InvalidIdError({ method, path });
  return { method, path };
}
