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
  /** The HTTP status, if a response arrived. */
  readonly status: number | undefined;
  // Private, so that an inspected error shows its message once and nothing else.
  readonly #said: Statement;
  readonly #where: string;
  readonly #remedy: string;
  readonly #method: RequestLine["method"];
  #outcomeUnknown: boolean;

  constructor(
    said: string | { readonly own: string; readonly full: string },
    request: RequestLine,
    status: number | undefined,
    remedy: string,
    outcomeUnknown = false,
  ) {
    const statement = typeof said === "string" ? { own: said, full: said } : said;
    const where = `${request.method} ${request.path}${status === undefined ? "" : `, status ${status}`}`;
    super(`${statement.full} (${where}). ${remedy}`);
    this.#outcomeUnknown = outcomeUnknown;
    this.status = status;
    this.#said = statement;
    this.#where = where;
    this.#remedy = remedy;
    this.#method = request.method;
  }

  /** True if a write may have been carried out although no usable response arrived. */
  get outcomeUnknown(): boolean {
    return this.#outcomeUnknown;
  }

  /**
   * An earlier attempt of the same request got no usable response, so the response to this one doesn't show what happened.
   * @internal
   */
  leaveOutcomeUnknown(): void {
    this.#outcomeUnknown = true;
  }

  /** What happened, without the request and without a full stop. */
  get said(): string {
    return this.#said.full;
  }

  /**
   * The same without the platform's words, which may name any connection.
   * @internal
   */
  get ownWords(): string {
    return this.#said.own;
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
    return `${this.#said.full} (${this.#where}). ${remedy}`;
  }

  /** True if the same request may succeed a moment later. */
  get mayPass(): boolean {
    const { status } = this;
    return status === undefined || status >= 500 || [408, 425, 429].includes(status);
  }

  /** True if the platform may still be processing the request. */
  get stillAtWork(): boolean {
    return this.status === 504 || this.status === 524 || this.status === 408;
  }
}

/** What happened, in the client's own words and with the platform's. */
export interface Statement {
  readonly own: string;
  readonly full: string;
}

function because(own: string, reasons: readonly string[]): Statement {
  return { own, full: reasons.length === 0 ? own : `${own}: ${reasons.map(quoted).join(", ")}` };
}

function scopeFor({ method }: RequestLine): string {
  return method === "GET" ? '"View Connections"' : '"Manage Connections"';
}

/** 401: the platform does not accept the key in `x-api-key`. Some platforms also return it for a missing scope. */
export class UnauthorizedError extends ConnectionsApiError {
  constructor(request: RequestLine, reasons: readonly string[] = []) {
    const remedy = `Use a valid key of an API App of the platform, not of a single app, with the scope ${scopeFor(request)}.`;
    super(because("the platform did not accept the API key", reasons), request, 401, remedy);
  }
}

/** 403: the key is valid, but its API App lacks a scope (reference: Prerequisites). */
export class ForbiddenError extends ConnectionsApiError {
  constructor(request: RequestLine, reasons: readonly string[] = []) {
    const remedy = `Give the API App the scope ${scopeFor(request)}, or use another key.`;
    super(because("the platform refused access", reasons), request, 403, remedy);
  }
}

/** 403 with a body that is not JSON: certainly or probably, a firewall or gateway in front of the platform refused the request. */
export class FirewallError extends ConnectionsApiError {
  constructor(request: RequestLine, what: string, reasons: readonly string[]) {
    const allow = "Ask those who run it to allow GET, POST and PATCH below /api/public/connections.";
    const orScope = `If the platform itself responds like this, give the API App the scope ${scopeFor(request)}.`;
    const isCertain = what === "an HTML page" || what === "XML";
    super(because(refusalWith(what), reasons), request, 403, isCertain ? allow : `${allow} ${orScope}`);
  }
}

/** The platform's own refusals are JSON, as far as we know. */
function refusalWith(what: string): string {
  if (what === "an empty body")
    return "the platform, or a firewall or gateway in front of it, refused the request with an empty body";
  if (what === "a body that is not JSON")
    return "probably a firewall or gateway in front of the platform refused the request with a body that is not JSON";
  return `a firewall or gateway in front of the platform refused the request with ${what}`;
}

/** 404 in the API's own JSON form: the only response that can mean "gone". */
export class NotFoundError extends ConnectionsApiError {
  constructor(request: RequestLine, reasons: readonly string[] = []) {
    const said = because("the platform knows no such connection", reasons);
    super(said, request, 404, "Check the id and the host.");
  }
}

/** 404 of the collection: it says nothing about any connection. */
export class NoApiError extends ConnectionsApiError {
  /** @param host the platform's host, and its path if it has one */
  constructor(request: RequestLine, host: string, reasons: readonly string[] = []) {
    const said = because(`there is no Connections API at ${host}`, reasons);
    super(
      said,
      request,
      404,
      "Check the host and its path. A platform older than 1.4.0 has no Connections API.",
    );
  }
}

/** A 429 that asks to wait longer than the deadline allows. */
export class RateLimitedError extends ConnectionsApiError {
  readonly #isQuota: boolean;

  /** @param wait milliseconds that the platform asks to wait, if it says so */
  constructor(request: RequestLine, wait?: number, reasons: readonly string[] = []) {
    const isQuota = reasons.some((reason) => /quota|daily|monthly/i.test(reason));
    const limited = isQuota ? "a quota of the platform is used up" : "the platform limits the request rate";
    const until =
      wait === undefined ? "" : ` until ${new Date(Date.now() + wait).toISOString().slice(0, 19)}Z`;
    const remedy = isQuota
      ? "Run again when the quota is renewed, or ask the platform's operator for a larger one."
      : "Run again later, or send fewer requests at once.";
    super(because(`${limited}${until}`, reasons), request, 429, remedy);
    this.#isQuota = isQuota;
  }

  /** Whether a quota is used up, which a slower run would meet too. */
  get isQuota(): boolean {
    return this.#isQuota;
  }
}

/** Any other 4xx: the platform read the request and refused it. */
export class RefusedError extends ConnectionsApiError {
  constructor(request: RequestLine, status: number, reasons: readonly string[] = []) {
    const own = "the platform refused the request";
    const full = reasons.length === 0 ? own : `the platform said ${reasons.map(quoted).join(", ")}`;
    super({ own, full }, request, status, remedyForRefused(request));
  }
}

function remedyForRefused({ method }: RequestLine): string {
  const correct = "Correct the arguments and run again.";
  if (method !== "POST") return correct;
  return `${correct} If an existing connection conflicts with the new one, use the existing one, or delete it in the platform's console.`;
}

/** 408, 425 or 5xx, after the retries that are safe. */
export class ServerError extends ConnectionsApiError {
  constructor(request: RequestLine, status: number, reasons: readonly string[] = []) {
    const said = because("the platform failed to process the request", reasons);
    super(said, request, status, "Run again when the platform has recovered.", true);
  }
}

/** A response that is not from the Connections API: the page of a proxy, a login page, or a truncated or unrelated body. */
export class UnexpectedResponseError extends ConnectionsApiError {
  constructor(
    request: RequestLine,
    status: number,
    what: string,
    outcomeUnknown = status < 300,
    reasons: readonly string[] = [],
  ) {
    const said = because(`the response is not from the Connections API: ${what}`, reasons);
    const remedy = "Check that the host is the platform and that no proxy responds in its place.";
    super(said, request, status, remedy, outcomeUnknown);
  }
}

/** The platform has, or may have, more connections than it lists, whatever the limit and the filters. */
export class IncompleteListError extends ConnectionsApiError {
  constructor(listed: number, missing: number | "unknown") {
    const said =
      missing === "unknown"
        ? `more connections may match than the ${listed} that the platform lists: it doesn't say how many there are`
        : `the platform lists only ${listed} of its ${listed + missing} connections that match`;
    const remedy = "Filter by provider and status, or get each connection by its id.";
    super(said, { method: "GET", path: "/connections" }, 200, remedy);
  }
}

/** 3xx: the key is never sent to the target of a redirect. */
export class RedirectError extends ConnectionsApiError {
  constructor(request: RequestLine, status: number, target: string) {
    const remedy = "A redirect is never followed, since the request contains the key. Check the host.";
    super(`the platform redirects to ${target}`, request, status, remedy, request.method !== "GET");
  }
}

/** No response: a timeout, a reset connection, or a host that can't be reached. */
export class NoResponseError extends ConnectionsApiError {
  constructor(
    request: RequestLine,
    what: string | Statement,
    outcomeUnknown: boolean,
    remedy = "Check the network and the host, then run again.",
  ) {
    super(what, request, undefined, remedy, outcomeUnknown);
  }
}

/** The proxy or the TLS handshake prevented a connection. The platform processed nothing. */
export class NoConnectionError extends NoResponseError {
  constructor(request: RequestLine, what: string, remedy: string) {
    super(request, what, false, remedy);
  }
}

/** No response in time: the platform may still be processing the request. */
export class TimedOutError extends NoResponseError {
  constructor(request: RequestLine, what: string | Statement) {
    super(request, what, true);
  }

  override get stillAtWork(): boolean {
    return true;
  }
}

/** The deadline passed. If the platform refused an earlier attempt, its reasons explain why the request was repeated. */
export function outOfTime(reasons: readonly string[]): Statement {
  return afterEarlier("the time for this operation ran out", reasons);
}

/** The run was cancelled, so nothing is wrong with the network or the platform. */
export class CancelledError extends NoResponseError {
  /** @param reasons of the platform, if it refused an earlier attempt */
  constructor(request: RequestLine, wasSent: boolean, reasons: readonly string[] = []) {
    const moment = wasSent ? "before a usable response arrived" : "before the request was sent";
    const what = afterEarlier(`the run was cancelled ${moment}`, reasons);
    super(request, what, wasSent, "Run again.");
  }

  override get stillAtWork(): boolean {
    return this.outcomeUnknown;
  }
}

function afterEarlier(own: string, reasons: readonly string[]): Statement {
  const earlier = `the response to an earlier attempt said ${reasons.map(quoted).join(", ")}`;
  return { own, full: reasons.length === 0 ? own : `${own}; ${earlier}` };
}

/** An id that would change the request's path. Nothing was sent. */
export class InvalidIdError extends ConnectionsApiError {
  constructor({ method, path }: RequestLine) {
    const line = { method, path: printable(path) };
    super("this is not the id of a connection", line, undefined, "Correct the id.");
  }
}

/** What is known about the response of an error besides its status. */
export interface ErrorResponse {
  readonly body: ResponseBody;
  /** The platform's host, and its path if it has one. */
  readonly host: string;
  /** Milliseconds that the response asks to wait. */
  readonly wait?: number | undefined;
}

/** The only place that turns an error status into an error. */
export function errorOfStatus(
  request: RequestLine,
  status: number,
  { body, host, wait }: ErrorResponse,
): ConnectionsApiError {
  const { reasons } = body;
  if (status === 401) return new UnauthorizedError(request, reasons);
  if (status === 403) return refusedAccess(request, body);
  if (status === 404 && request.path === "/connections") return new NoApiError(request, host, reasons);
  if (status === 429) return new RateLimitedError(request, wait, reasons);
  if (status >= 500 || status === 408 || status === 425) return new ServerError(request, status, reasons);
  if (body.json === undefined)
    return new UnexpectedResponseError(request, status, body.what, undefined, reasons);
  if (status === 404) return new NotFoundError(request, reasons);
  return new RefusedError(request, status, reasons);
}

function refusedAccess(request: RequestLine, body: ResponseBody): ConnectionsApiError {
  if (body.json !== undefined || body.what === "a body that is not a JSON object")
    return new ForbiddenError(request, body.reasons);
  return new FirewallError(request, body.what, body.reasons);
}
