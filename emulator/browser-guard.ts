// Protects the emulator from other web pages: any page can send requests to 127.0.0.1.
import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { ApiError } from "./api-error";

/** The 403 for a request to a foreign host name, or from another web page; undefined for any other request. */
export function refusalOf({ headers }: Request): ApiError | undefined {
  const host = headers.get("host") ?? "";
  // DNS rebinding: a page on the internet can point its own host name at 127.0.0.1. The Host header shows that name.
  // An IP address can't be pointed elsewhere. The port may be that of a proxy on this machine.
  if (!/^(localhost|[\d.]+|\[[\da-f:.]+\])(:\d+)?$/i.test(host))
    return new ApiError(
      403,
      "LOCALHOST_ONLY",
      "The emulator accepts only localhost or an IP address as its host.",
    );
  // A browser sends the page's Origin with every change; other programs send none.
  const origin = headers.get("origin");
  if (origin !== null && origin !== `http://${host}`)
    return new ApiError(403, "OWN_PAGE_ONLY", "The emulator accepts requests only from its own web page.");
  // A page can send a GET without an Origin; this header still shows where it comes from.
  const site = headers.get("sec-fetch-site");
  return site === null || site === "same-origin" || site === "none"
    ? undefined
    : new ApiError(403, "OWN_PAGE_ONLY", "The emulator accepts requests only from its own web page.");
}

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

/** Middleware for every request to the control API and its page. */
export const browserGuard: readonly MiddlewareHandler[] = [
  ownFilesOnly,
  neverCached,
  async (c, next) => {
    const refusal = refusalOf(c.req.raw);
    if (refusal !== undefined) throw refusal;
    await next();
  },
];
