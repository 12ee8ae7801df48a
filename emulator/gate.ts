// Who may come in: the rate limit, the platform key and its scope.
import type { MiddlewareHandler } from "hono";
import type { PlatformKeys } from "./settings";
import { Refusal } from "./refusal";

/** Lets a request with a known `x-api-key` through; the view-only key to GET alone. */
export const authenticate =
  ({ apiKey, viewOnlyKey }: PlatformKeys): MiddlewareHandler =>
  async (c, next) => {
    const key = c.req.header("x-api-key");
    if (key !== apiKey && key !== viewOnlyKey)
      throw new Refusal(401, "UNAUTHORIZED", "The x-api-key header is missing or holds no valid key.");
    const writes = c.req.method === "POST" || c.req.method === "PATCH";
    if (writes && key !== apiKey)
      throw new Refusal(403, "FORBIDDEN", "This key lacks the scope Manage Connections.");
    await next();
  };

/** Runs the rate limit's count before anything else is looked at. */
export const limitRate =
  (count: () => void): MiddlewareHandler =>
  async (_, next) => {
    count();
    await next();
  };
