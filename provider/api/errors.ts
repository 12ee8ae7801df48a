/** Every way in which a request to the Connections API can end badly, each a class that builds its own sentence. */
import { PlainError } from "../plain-error";
import { printable, quoted } from "../printable";

/** The request that an error speaks of: never a query, header or body. */
export interface Attempt {
  readonly method: "GET" | "POST" | "PATCH";
  /** The path below `/api/public`, for example `/connections/cn-1`. */
  readonly path: string;
}

/** What every failed request tells: what the other side said, of which request, and what to do now. */
export abstract class ConnectionsApiError extends PlainError {
  /** True when a write may have been carried out although no usable answer came. */
  readonly outcomeUnknown: boolean;
  /** The HTTP status, where an answer came. */
  readonly status: number | undefined;

  /** True when the platform may not have finished with the request yet. */
  get stillAtWork(): boolean {
    return this.status === 504 || this.status === 408;
  }

  constructor(
    said: string,
    attempt: Attempt,
    status: number | undefined,
    remedy: string,
    outcomeUnknown = false,
  ) {
    const where = `${attempt.method} ${attempt.path}${status === undefined ? "" : `, status ${status}`}`;
    super(`${said} (${where}). ${remedy}`);
    this.outcomeUnknown = outcomeUnknown;
    this.status = status;
  }
}

/** 401: the platform does not know the key in `x-api-key`. */
export class UnauthorizedError extends ConnectionsApiError {
  constructor(attempt: Attempt) {
    const remedy =
      "Set a valid key: MODEL_CONNECTIONS_API_KEY, or for a stack pulumi config set --secret model-connections:apiKey.";
    super("the platform did not accept the API key", attempt, 401, remedy);
  }
}

/** 403: the key is known, its API App lacks a scope (reference: Prerequisites). */
export class ForbiddenError extends ConnectionsApiError {
  constructor(attempt: Attempt) {
    const scope = attempt.method === "GET" ? "View Connections" : "Manage Connections";
    super(
      "the platform refused access",
      attempt,
      403,
      `Give the API App the scope "${scope}", or use another key.`,
    );
  }
}

/** A 404 in the API's own JSON shape: the only answer that can ever mean "gone". */
export class NotFoundError extends ConnectionsApiError {
  constructor(attempt: Attempt) {
    super(
      "the platform knows no such connection",
      attempt,
      404,
      "If it was deleted, run pulumi refresh; else check the id and the platform.",
    );
  }
}

/** 429 for longer than the hook may wait. */
export class RateLimitedError extends ConnectionsApiError {
  constructor(attempt: Attempt) {
    super(
      "the platform limits the request rate",
      attempt,
      429,
      "Run again later, or with a lower --parallel.",
    );
  }
}

/** Any other 4xx: the platform read the request and refused it. */
export class RefusedError extends ConnectionsApiError {
  constructor(attempt: Attempt, status: number, message: string | undefined) {
    const said =
      message === undefined ? "the platform refused the request" : `the platform said ${quoted(message)}`;
    super(said, attempt, status, remedyOf(attempt));
  }
}

function remedyOf(attempt: Attempt): string {
  const correct = "Correct the arguments and run again.";
  if (attempt.method !== "POST") return correct;
  return `${correct} If a connection that is there already is in the way, adopt it, or delete it in the platform's console.`;
}

/** 408 or 5xx, after the retries that are safe. */
export class ServerError extends ConnectionsApiError {
  constructor(attempt: Attempt, status: number) {
    super(
      "the platform failed to answer properly",
      attempt,
      status,
      "Run again once the platform is well.",
      true,
    );
  }
}

/** An answer that the Connections API would not give: a proxy's page, a login page, a cut or foreign body. */
export class UnexpectedAnswerError extends ConnectionsApiError {
  constructor(attempt: Attempt, status: number, what: string, outcomeUnknown = status < 300) {
    const remedy =
      "Check that model-connections:host names the platform and that no proxy answers in its place.";
    super(`the answer is not the Connections API's: ${what}`, attempt, status, remedy, outcomeUnknown);
  }
}

/** A 3xx: the key is never sent on to where it points. */
export class RedirectError extends ConnectionsApiError {
  constructor(attempt: Attempt, status: number, target: string) {
    const remedy =
      "Redirects are never followed with the key: set model-connections:host to the platform itself.";
    super(`the platform redirects to ${target}`, attempt, status, remedy);
  }
}

/** No answer: a time-out, a reset, a host that cannot be reached. */
export class NoAnswerError extends ConnectionsApiError {
  constructor(attempt: Attempt, what: string, outcomeUnknown: boolean) {
    super(
      what,
      attempt,
      undefined,
      "Check the network and model-connections:host, then run again.",
      outcomeUnknown,
    );
  }
}

/** No answer in time: the platform may still be at work on the request. */
export class TimedOutError extends NoAnswerError {
  constructor(attempt: Attempt, what: string) {
    super(attempt, what, true);
  }

  override get stillAtWork(): boolean {
    return true;
  }
}

/** An id that would make another path of the request: refused before anything is sent. */
export class InvalidIdError extends ConnectionsApiError {
  constructor(attempt: Attempt) {
    const path = printable(attempt.path);
    super("this is no id of a connection", { ...attempt, path }, undefined, "Correct the id.");
  }
}

/** The Pulumi engine has ended: nothing more may be sent. */
export class EngineGoneError extends PlainError {
  constructor() {
    super("The Pulumi engine has ended; nothing more is sent.");
  }
}

/** The one place that turns a status without a usable body into an error. */
export function errorOfStatus(attempt: Attempt, status: number, answer: ErrorAnswer): ConnectionsApiError {
  if (status === 401) return new UnauthorizedError(attempt);
  if (status === 403) return new ForbiddenError(attempt);
  if (status === 429) return new RateLimitedError(attempt);
  if (status >= 500 || status === 408) return new ServerError(attempt, status);
  if (!answer.json) return new UnexpectedAnswerError(attempt, status, answer.what);
  if (status === 404) return new NotFoundError(attempt);
  return new RefusedError(attempt, status, answer.message);
}

/** What the body of an error answer was: JSON with perhaps a message fit to show, or something else. */
export type ErrorAnswer =
  | { readonly json: true; readonly message: string | undefined }
  | { readonly json: false; readonly what: string };
