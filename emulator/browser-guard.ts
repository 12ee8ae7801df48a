// Keeps other web pages away from the control API and its page: anybody's page can send requests to 127.0.0.1.
import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { Refusal } from "./refusal";

/** @param port the one that the emulator listens on */
export const browserGuard = (port: () => number): MiddlewareHandler[] => [
  ownFilesOnly,
  neverCached,
  loopbackOnly(port),
  ownPageOnly,
];

// A page on the internet can point a name of its own at 127.0.0.1; its Host header gives it away.
const loopbackOnly =
  (port: () => number): MiddlewareHandler =>
  async (c, next) => {
    const hosts = ["127.0.0.1", "localhost", "[::1]"].map((name) => `${name}:${port()}`);
    if (!hosts.includes(c.req.header("host") ?? ""))
      throw new Refusal(403, "LOOPBACK_ONLY", "The control API answers for loopback host names alone.");
    await next();
  };

// A browser says with every change which page sends it; other programs say nothing.
const ownPageOnly: MiddlewareHandler = async (c, next) => {
  const origin = c.req.header("origin");
  if (origin !== undefined && origin !== `http://${c.req.header("host") ?? ""}`)
    throw new Refusal(403, "OWN_PAGE_ONLY", "The control API answers to no other web page than its own.");
  await next();
};

const ownFilesOnly = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    connectSrc: ["'self'"],
    // The empty icon: a browser that finds none asks for /favicon.ico, which would be in the journal.
    imgSrc: ["data:"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
    requireTrustedTypesFor: ["'script'"],
  },
  xFrameOptions: "DENY",
  strictTransportSecurity: false,
});

// npm dates all files of a package 1985: a browser would take that for a reason to keep them for years.
const neverCached: MiddlewareHandler = async (c, next) => {
  await next();
  c.header("Cache-Control", "no-store");
};
