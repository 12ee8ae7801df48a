// Checks the platform key of a request, and its scope.
import type { MiddlewareHandler } from "hono";
import { ApiError, missingScope } from "./api-error";
import type { PlatformKeys } from "./settings";

/** Rejects a request without a known `x-api-key`, and a POST or PATCH with the view-only key. */
export const authenticate =
  ({ apiKey, viewOnlyKey }: PlatformKeys): MiddlewareHandler =>
  async (c, next) => {
    const key = c.req.header("x-api-key");
    if (key !== apiKey && key !== viewOnlyKey)
      throw new ApiError(
        401,
        "UNAUTHORIZED",
        "The x-api-key header is missing or does not contain a valid key.",
      );
    const writes = c.req.method === "POST" || c.req.method === "PATCH";
    if (writes && key !== apiKey) throw missingScope();
    await next();
  };
