// An error response of the API or the control API: thrown anywhere, turned into JSON here and in error-style.ts.

/**
 * A request that gets an error response.
 * Its body, `{"error": {"code", "message"}}`, is our guess: the reference documents no error body.
 */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** The API's 404 for an unknown connection id. */
export const connectionNotFound = (): ApiError =>
  new ApiError(404, "CONNECTION_NOT_FOUND", "There is no connection with this id.");

/** The 404 for a path that doesn't exist. */
export const routeNotFound = (): ApiError => new ApiError(404, "NOT_FOUND", "There is no such route.");

/** The code of {@link missingScope}. */
export const MISSING_SCOPE = "FORBIDDEN";

/** The error of a key without the scope that the request needs. */
export const missingScope = (): ApiError =>
  new ApiError(403, MISSING_SCOPE, "This key lacks the scope Manage Connections.");

/** What is sent for a thrown error. Any error but an ApiError is a bug of the emulator: its message is not sent. */
export const asApiError = (error: Error): ApiError =>
  error instanceof ApiError ? error : new ApiError(500, "EMULATOR_FAILED", "The emulator itself failed.");

/** The response to a thrown error, with the emulator's own short body. */
export function errorResponse(error: Error): Response {
  const { status, code, message, headers } = asApiError(error);
  return Response.json({ error: { code, message } }, { status, headers });
}
