/** The errors of the API client: one class for each way in which a request can fail. */
import { PlainError } from "../plain-error";
import { printable, quoted } from "../printable";
import type { ResponseBody } from "./response-body";

/** The request that an error is about: never a query, header or body. */
export interface RequestLine {
  readonly method: "GET" | "POST" | "PATCH";
  /** The path below `/api/public`, for example `/connections/cn-1`. */
  readonly path: string;
}

/** A failed request. The message says what happened, to which request, and what to do now. */
export abstract class ConnectionsApiError extends PlainError {
  /** True if a write may have been carried out although no usable response arrived. */
  readonly outcomeUnknown: boolean;
  /** The HTTP status, if a response arrived. */
  readonly status: number | undefined;
  // Private, so that an inspected error shows its message once and nothing else.
  readonly #said: string;
  readonly #where: string;
  readonly #remedy: string;
  readonly #method: RequestLine["method"];

  constructor(
    said: string,
    request: RequestLine,
    status: number | undefined,
    remedy: string,
    outcomeUnknown = false,
  ) {
    const where = `${request.method} ${request.path}${status === undefined ? "" : `, status ${status}`}`;
    super(`${said} (${where}). ${remedy}`);
    this.outcomeUnknown = outcomeUnknown;
    this.status = status;
    this.#said = said;
    this.#where = where;
    this.#remedy = remedy;
    this.#method = request.method;
  }

  /** What happened, without the request and without a full stop. */
  get said(): string {
    return this.#said;
  }

  /** What to do now: one or more complete sentences. */
  get remedy(): string {
    return this.#remedy;
  }

  get method(): RequestLine["method"] {
    return this.#method;
  }

  /** The message with another remedy, for a caller that can give better advice. */
  messageWith(remedy: string): string {
    return `${this.#said} (${this.#where}). ${remedy}`;
  }

  /** True if the same request may succeed a moment later. */
  get mayPass(): boolean {
    const { status } = this;
    return status === undefined || status >= 500 || status === 408 || status === 429;
  }

  /** True if the platform may still be processing the request. */
  get stillAtWork(): boolean {
    return this.status === 504 || this.status === 408;
  }
}

/** 401: the platform does not accept the key in `x-api-key`. */
export class UnauthorizedError extends ConnectionsApiError {
  constructor(request: RequestLine) {
    const said = "the platform did not accept the API key";
    super(said, request, 401, "Use a valid API key of the platform.");
  }
}

/** 403: the key is valid, but its API App lacks a scope (reference: Prerequisites). */
export class ForbiddenError extends ConnectionsApiError {
  constructor(request: RequestLine) {
    const scope = request.method === "GET" ? "View Connections" : "Manage Connections";
    const remedy = `Give the API App the scope "${scope}", or use another key.`;
    super("the platform refused access", request, 403, remedy);
  }
}

/** 404 in the API's own JSON form: the only response that can mean "gone". */
export class NotFoundError extends ConnectionsApiError {
  readonly #path: string;

  constructor(request: RequestLine) {
    super("the platform knows no such connection", request, 404, "Check the id and the host.");
    this.#path = request.path;
  }

  /** False for a 404 of the collection, which says nothing about a connection. */
  get isAboutConnection(): boolean {
    return this.#path !== "/connections";
  }
}

/** Whether a connection that was just listed no longer exists. A 404 of the collection says nothing about a connection. */
export function isGone(error: unknown): boolean {
  return error instanceof NotFoundError && error.isAboutConnection;
}

/** A 429 that asks to wait longer than the deadline allows. */
export class RateLimitedError extends ConnectionsApiError {
  constructor(request: RequestLine) {
    const remedy = "Run again later, or send fewer requests at once.";
    super("the platform limits the request rate", request, 429, remedy);
  }
}

/** Any other 4xx: the platform read the request and refused it. */
export class RefusedError extends ConnectionsApiError {
  constructor(request: RequestLine, status: number, message: string | undefined) {
    const said =
      message === undefined ? "the platform refused the request" : `the platform said ${quoted(message)}`;
    super(said, request, status, remedyForRefused(request));
  }
}

function remedyForRefused({ method }: RequestLine): string {
  const correct = "Correct the arguments and run again.";
  if (method !== "POST") return correct;
  return `${correct} If an existing connection conflicts with the new one, use the existing one, or delete it in the platform's console.`;
}

/** 408 or 5xx, after the retries that are safe. */
export class ServerError extends ConnectionsApiError {
  constructor(request: RequestLine, status: number) {
    const said = "the platform failed to process the request";
    super(said, request, status, "Run again when the platform has recovered.", true);
  }
}

/** A response that is not from the Connections API: a proxy's page, a login page, a truncated or foreign body. */
export class UnexpectedResponseError extends ConnectionsApiError {
  constructor(request: RequestLine, status: number, what: string, outcomeUnknown = status < 300) {
    const remedy = "Check that the host is the platform and that no proxy responds in its place.";
    super(`the response is not from the Connections API: ${what}`, request, status, remedy, outcomeUnknown);
  }
}

/** The platform has more connections than it lists, whatever the limit and the filters. */
export class IncompleteListError extends ConnectionsApiError {
  constructor(listed: number, missing: number) {
    const said = `the platform lists only ${listed} of its ${listed + missing} connections that match`;
    const remedy = "Filter by provider and status, or get each connection by its id.";
    super(said, { method: "GET", path: "/connections" }, 200, remedy);
  }
}

/** 3xx: the key is never sent to the target of a redirect. */
export class RedirectError extends ConnectionsApiError {
  constructor(request: RequestLine, status: number, target: string) {
    const remedy = "A redirect is never followed, since the request contains the key. Check the host.";
    super(`the platform redirects to ${target}`, request, status, remedy);
  }
}

/** No response: a timeout, a reset, a host that cannot be reached. */
export class NoResponseError extends ConnectionsApiError {
  constructor(request: RequestLine, what: string, outcomeUnknown: boolean) {
    super(what, request, undefined, "Check the network and the host, then run again.", outcomeUnknown);
  }
}

/** No response in time: the platform may still be processing the request. */
export class TimedOutError extends NoResponseError {
  constructor(request: RequestLine, what: string) {
    super(request, what, true);
  }

  override get stillAtWork(): boolean {
    return true;
  }
}

/** An id that would change the request's path. Nothing was sent. */
export class InvalidIdError extends ConnectionsApiError {
  constructor({ method, path }: RequestLine) {
    const line = { method, path: printable(path) };
    super("this is not the id of a connection", line, undefined, "Correct the id.");
  }
}

/** The only place that turns an error status into an error. */
export function errorOfStatus(request: RequestLine, status: number, body: ResponseBody): ConnectionsApiError {
  if (status === 401) return new UnauthorizedError(request);
  if (status === 403) return new ForbiddenError(request);
  if (status === 429) return new RateLimitedError(request);
  if (status >= 500 || status === 408) return new ServerError(request, status);
  if (body.json === undefined) return new UnexpectedResponseError(request, status, body.what);
  if (status === 404) return new NotFoundError(request);
  return new RefusedError(request, status, body.message);
}
