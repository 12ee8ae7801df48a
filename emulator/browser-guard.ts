// Protects the control API and its page from other web pages: any page can send requests to 127.0.0.1.
import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { ApiError } from "./api-error";

/**
 * Middleware for every request to the control API. It responds 403 to a foreign host name or another page's request.
 * @param port the one that the emulator listens on
 */
export const browserGuard = (port: () => number): MiddlewareHandler[] => [
  ownFilesOnly,
  neverCached,
  loopbackOnly(port),
  ownPageOnly,
];

// DNS rebinding: a page on the internet can point its own host name at 127.0.0.1. The Host header shows that name.
const loopbackOnly =
  (port: () => number): MiddlewareHandler =>
  async (c, next) => {
    const hosts = ["127.0.0.1", "localhost", "[::1]"].map((name) => `${name}:${port()}`);
    if (!hosts.includes(c.req.header("host") ?? ""))
      throw new ApiError(403, "LOOPBACK_ONLY", "The control API accepts only loopback host names.");
    await next();
  };

// A browser sends the page's Origin with every change; other programs send none.
const ownPageOnly: MiddlewareHandler = async (c, next) => {
  const origin = c.req.header("origin");
  if (origin !== undefined && origin !== `http://${c.req.header("host") ?? ""}`)
    throw new ApiError(403, "OWN_PAGE_ONLY", "The control API accepts requests only from its own web page.");
  await next();
};

const ownFilesOnly = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    connectSrc: ["'self'"],
    // For the page's empty icon: without one a browser requests /favicon.ico, which would be in the journal.
    imgSrc: ["data:"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
    requireTrustedTypesFor: ["'script'"],
  },
  xFrameOptions: "DENY",
  strictTransportSecurity: false,
});

// npm dates all files of a package 1985, and browsers cache a file for longer the older it is.
const neverCached: MiddlewareHandler = async (c, next) => {
  await next();
  c.header("Cache-Control", "no-store");
};
