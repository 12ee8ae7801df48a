// One TLS handshake with the platform, directly or through a proxy. Nothing is sent after it.
import { once } from "node:events";
import http from "node:http";
import https from "node:https";
import { isIP, type Socket } from "node:net";
import { type PeerCertificate, connect } from "node:tls";
import type { Proxy } from "../../provider/api/proxy";
import { hostnameOf, portOf } from "../../provider/host-setting";

/** What a handshake shows. */
export interface Handshake {
  /** For example `TLSv1.3`. */
  readonly protocol: string;
  readonly certificate: PeerCertificate;
  /** Node's code for what is wrong with the certificate; undefined if it is accepted. */
  readonly problem: string | undefined;
}

/** The proxy did not open a tunnel. */
export class TunnelRefused extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`status ${status}`);
    this.status = status;
  }
}

/** The proxy did not respond. `code` is that of the system's error, or ABORT_ERR after the time limit. */
export class TunnelFailed extends Error {
  readonly code: string;

  constructor(error: NodeJS.ErrnoException) {
    super(codeOf(error));
    this.code = codeOf(error);
  }
}

/**
 * Rejects with a `TunnelRefused` or `TunnelFailed` if the proxy is the reason, otherwise with the system's error, whose
 * code is ABORT_ERR after the time limit.
 */
export async function shakeHands(url: URL, proxy: Proxy | undefined, limit: number): Promise<Handshake> {
  const signal = AbortSignal.timeout(limit);
  const host = hostnameOf(url);
  const port = portOf(url);
  const tunnel = proxy === undefined ? undefined : await openTunnel(url, proxy, signal);
  const socket = connect({
    host,
    port,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(tunnel && { socket: tunnel }),
    // Otherwise a certificate that isn't accepted could not be described.
    rejectUnauthorized: false,
  });
  try {
    await once(socket, "secureConnect", { signal });
    const certificate = socket.getPeerCertificate();
    const problem = socket.authorized ? undefined : codeOf(socket.authorizationError);
    return { protocol: socket.getProtocol() ?? "TLS", certificate, problem };
  } finally {
    // A late alert, for example for a missing client certificate, must not end the process.
    socket.on("error", () => undefined).destroy();
    tunnel?.destroy();
  }
}

async function openTunnel(url: URL, proxy: Proxy, signal: AbortSignal): Promise<Socket> {
  const via = new URL(proxy.url);
  const path = `${url.hostname}:${portOf(url)}`;
  const { request } = via.protocol === "https:" ? https : http;
  const connecting = request({
    method: "CONNECT",
    host: hostnameOf(via),
    port: portOf(via),
    path,
    headers: { host: path, ...authorization(via) },
    agent: false,
    signal,
  });
  // After the time limit, it fails when nothing waits for it any more.
  connecting.on("error", () => undefined).end();
  const [{ statusCode = 0 }, socket] = (await once(connecting, "connect", { signal }).catch(
    (error: unknown) => {
      throw new TunnelFailed(error as NodeJS.ErrnoException);
    },
  )) as [http.IncomingMessage, Socket];
  socket.on("error", () => undefined);
  if (statusCode >= 200 && statusCode < 300) return socket;
  socket.destroy();
  throw new TunnelRefused(statusCode);
}

function authorization({ username, password }: URL): Record<string, string> {
  if (username === "" && password === "") return {};
  const credentials = [username, password].map((part) => decodeURIComponent(part)).join(":");
  return { "proxy-authorization": `Basic ${Buffer.from(credentials).toString("base64")}` };
}

/** The code of an error. Some values that Node's types call an error are a code. */
function codeOf(error: Error | string): string {
  if (typeof error === "string") return error;
  const { code = error.message } = error as NodeJS.ErrnoException;
  // If a handshake fails while data is written, only the message contains the reason.
  const [, reason] = /:SSL routines:[^:]*:([^:]+):/.exec(error.message) ?? [];
  return code === "EPROTO" && reason !== undefined
    ? `ERR_SSL_${reason.replace(/\W+/g, "_").toUpperCase()}`
    : code;
}
