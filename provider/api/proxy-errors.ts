/** Describes why there is no connection through a proxy. Nothing was sent to the platform. */
import { NoConnectionError, type RequestLine } from "./errors";
import type { Proxy } from "./proxy";
import { type Failure, type Route, codeOf, secondsOf } from "./route";
import { tlsFailure } from "./tls-failures";

/** What is known about a connection through a proxy that could not be established. */
export interface TunnelFailure {
  /** Whether the connection to the proxy was established, with TLS if the proxy's address begins with https. */
  readonly isProxyReached?: boolean;
  /** Whether the proxy has sent something. Without a status, this means that it opened the tunnel. */
  readonly hasProxyResponded?: boolean;
  /** Whether the time limit ended it. */
  readonly isSlow?: boolean;
  /** The status of the proxy's response, if the proxy refused; NaN if the response is not HTTP. */
  readonly statusCode?: number;
}

function tunnelFailure({ cause }: Failure): TunnelFailure {
  return cause ?? {};
}

/** Whether the connection to the proxy was established. */
export function isProxyReached(failure: Failure): boolean {
  return tunnelFailure(failure).isProxyReached === true;
}

function isTimeout(failure: Failure): boolean {
  return tunnelFailure(failure).isSlow === true || failure.name === "TimeoutError";
}

/** The error if the proxy itself can't be reached. */
export function noProxy(
  request: RequestLine,
  failure: Failure,
  route: Route,
  proxy: Proxy,
): NoConnectionError {
  const tls = proxy.url.startsWith("https:") ? tlsFailure(failure, `the proxy ${proxy.address}`) : undefined;
  if (tls !== undefined)
    return new NoConnectionError(request, tls.what, tls.isUntrusted ? tls.remedy : check(route, proxy));
  const what = isTimeout(failure)
    ? `did not accept a connection within ${secondsOf(route)} s`
    : `could not be reached: ${codeOf(failure)}`;
  return new NoConnectionError(request, `the proxy ${proxy.address} ${what}`, check(route, proxy));
}

/** The error if the proxy was reached, but there is no connection to the platform behind it. */
export function noTunnel(
  request: RequestLine,
  failure: Failure,
  route: Route,
  proxy: Proxy,
): NoConnectionError {
  if (tunnelFailure(failure).statusCode === 407) return proxyNeedsPassword(request, proxy, route.baseUrl);
  return new NoConnectionError(request, whyNoTunnel(failure, route, proxy.address), check(route, proxy));
}

function whyNoTunnel(failure: Failure, route: Route, address: string): string {
  const { host } = new URL(route.baseUrl);
  const { statusCode, hasProxyResponded = false } = tunnelFailure(failure);
  if (statusCode !== undefined)
    return Number.isNaN(statusCode)
      ? `the response of the proxy ${address} is not HTTP`
      : `the proxy ${address} refused the connection to ${host} with status ${statusCode}`;
  const inTime = isTimeout(failure) ? ` within ${secondsOf(route)} s` : "";
  if (hasProxyResponded)
    return `${host} did not accept a TLS connection through the proxy ${address}${inTime}`;
  return isTimeout(failure)
    ? `the proxy ${address} did not connect to ${host}${inTime}`
    : `the proxy ${address} closed the connection to ${host}`;
}

function check({ baseUrl }: Route, { variable }: Proxy): string {
  return `Check ${variable}. If ${new URL(baseUrl).hostname} can be reached without the proxy, add it to NO_PROXY.`;
}

/** The error for the status 407, which a proxy returns for a request over plain http or for CONNECT. */
export function proxyNeedsPassword(
  request: RequestLine,
  proxy: Proxy | undefined,
  baseUrl: string,
): NoConnectionError {
  const variable = proxy?.variable ?? (baseUrl.startsWith("https:") ? "HTTPS_PROXY" : "HTTP_PROXY");
  const hasPassword = proxy !== undefined && new URL(proxy.url).username !== "";
  const of = proxy === undefined ? "a proxy" : `the proxy ${proxy.address}`;
  return new NoConnectionError(
    request,
    hasPassword
      ? `${of} did not accept the user name and password`
      : `${of} requires a user name and password`,
    `Set ${variable} to http://user:password@proxy:port, with the proxy's own host and port. Only Basic authentication is supported.`,
  );
}
