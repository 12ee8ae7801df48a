/** Describes a failure without a response: the reason, what to do, and whether the request can have reached the platform. */
import { NoConnectionError, NoResponseError, type RequestLine, TimedOutError } from "./errors";
import { isProxyReached, noProxy, noTunnel } from "./proxy-errors";
import { type Failure, type Route, codeOf, secondsOf } from "./route";
import { tlsFailure } from "./tls-failures";

/** Turns a failure of the HTTP library into an error of the client. */
export function noResponse(request: RequestLine, failure: Failure, route: Route): NoResponseError {
  const { host, protocol } = new URL(route.baseUrl);
  const isSent = wasSent(failure, route);
  if (!isSent && route.proxy !== undefined && !isProxyReached(failure))
    return noProxy(request, failure, route, route.proxy);
  const tls = protocol === "https:" ? tlsFailure(failure, host) : undefined;
  if (tls !== undefined && (!isSent || tls.isRefusal))
    return new NoConnectionError(request, tls.what, tls.remedy);
  if (!isSent) return noConnection(request, failure, route);
  if (failure.name === "TimeoutError")
    return new TimedOutError(request, `${host} did not respond within ${secondsOf(route)} s`);
  const what = `the connection to ${host} broke before the response was complete: ${codeOf(failure)}`;
  return new NoResponseError(request, what, true);
}

function noConnection(request: RequestLine, failure: Failure, route: Route): NoResponseError {
  if (route.proxy !== undefined) return noTunnel(request, failure, route, route.proxy);
  const { host } = new URL(route.baseUrl);
  return failure.name === "TimeoutError"
    ? new NoResponseError(request, `${host} did not accept a connection within ${secondsOf(route)} s`, false)
    : new NoResponseError(request, `${host} could not be reached: ${codeOf(failure)}`, false);
}

/**
 * Whether the platform can have received the request, judged by how far the request came. Before there is a connection,
 * or before the TLS handshake has ended, nothing is sent. In a tunnel, the connection exists only after the handshake.
 */
export function wasSent({ timings }: Failure, { baseUrl, proxy }: Pick<Route, "baseUrl" | "proxy">): boolean {
  if (timings?.connect === undefined) return false;
  const isTunnel = proxy !== undefined && baseUrl.startsWith("https:");
  const isTls = (proxy?.url ?? baseUrl).startsWith("https:");
  if (isTunnel || !isTls) return true;
  return [timings.secureConnect, timings.upload, timings.response].some((time) => time !== undefined);
}
