// Error responses of the API in the style of the option `errorStyle`.
import { asApiError, errorResponse, MISSING_SCOPE, type ApiError } from "./api-error";
import type { Settings } from "./settings";

/** The response to an error of the request to `path`. */
export const styledError = (style: Settings["errorStyle"], error: Error, path: string): Response =>
  style === "simple" ? errorResponse(error) : platformError(asApiError(error), path);

function platformError(error: ApiError, path: string): Response {
  const { status, code, msg } = platformTerms(error);
  const body = { errors: [{ msg, code }], timestamp: new Date().toISOString(), path };
  return Response.json(body, { status, headers: error.headers });
}

// A missing scope is the only error whose status and number differ from ours.
const platformTerms = ({ status, code, message }: ApiError) =>
  code === MISSING_SCOPE
    ? { status: 401, code: 4002, msg: "Permission denied. Scope is incorrect!" }
    : { status, code: status, msg: message };
