/** The connections to the platform: direct, or through the proxy of the environment (decisions/0012). */
import http from "node:http";
import https from "node:https";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { MOST_CONNECTIONS } from "./gate";
import type { Proxy } from "./proxy";
import type { TunnelFailure } from "./proxy-errors";

const OPTIONS = { keepAlive: true, maxSockets: MOST_CONNECTIONS };

export interface Agents {
  readonly http: http.Agent;
  readonly https: https.Agent;
}

/** @param connectTimeout milliseconds that establishing a connection through the proxy may take */
export function agentsFor(proxy: Proxy | undefined, connectTimeout: number): Agents {
  if (proxy === undefined) return { http: new http.Agent(OPTIONS), https: new https.Agent(OPTIONS) };
  // NO_PROXY was applied when the proxy was chosen.
  const options = { ...OPTIONS, proxyEnv: { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url } };
  return { http: new http.Agent(options), https: new TunnelAgent(options, proxy, connectTimeout) };
}

type Done = (error: Error | null, stream: Duplex) => void;

/**
 * Limits the time until the tunnel and the handshake behind it are established, because the HTTP library's limits begin
 * later. Records how far a failed connection came.
 */
class TunnelAgent extends https.Agent {
  readonly #readyEvent: string;
  readonly #timeout: number;

  constructor(options: https.AgentOptions, { url }: Proxy, timeout: number) {
    super(options);
    this.#readyEvent = url.startsWith("https:") ? "secureConnect" : "connect";
    this.#timeout = timeout;
  }

  override createConnection(options: https.RequestOptions, callback?: Done): Duplex | null | undefined {
    const progress = { isProxyReached: false };
    const done: Done = (error, stream) => {
      clearTimeout(timer);
      const failure: TunnelFailure = { ...progress, hasProxyResponded: (socket?.bytesRead ?? 0) > 0 };
      if (error === null && stream instanceof Socket) stream.ref();
      callback?.(error && Object.assign(error, failure), stream);
    };
    // This returns the connection to the proxy. The callback gets the one to the platform, after its handshake.
    const connection = super.createConnection(options, done);
    const socket = connection instanceof Socket ? connection : undefined;
    socket?.once(this.#readyEvent, () => {
      progress.isProxyReached = true;
    });
    const timer = setTimeout(() => {
      const slow: TunnelFailure = { isSlow: true };
      socket?.destroy(Object.assign(new Error("no tunnel in time"), { code: "ERR_PROXY_TUNNEL", ...slow }));
    }, this.#timeout);
    // A tunnel that no request waits for must not keep the process alive.
    timer.unref();
    socket?.unref();
    return connection;
  }
}
