// Serves a handler on a loopback port, and closes it with all its sockets.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { Handler } from "./fault-proxy";
import { ListenError } from "./start-errors";

/** The only address that the emulator listens on. */
export const HOST = "127.0.0.1";

/** A server that is listening. */
export interface RunningServer {
  readonly port: number;
  /** Closes the port and every open socket. */
  close(): Promise<void>;
}

/**
 * Starts a server; port 0 selects a free one.
 * @throws ListenError
 */
export async function listen(handler: Handler, port: number): Promise<RunningServer> {
  // The emulator runs inside other people's tests: their Request and Response stay as they are.
  const options = { overrideGlobalObjects: false };
  const listener = getRequestListener(
    (request, env) => handler(request, env as Parameters<Handler>[1]),
    options,
  );
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  await opened(server, port);
  return { port: (server.address() as AddressInfo).port, close: () => closed(server) };
}

const opened = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(new ListenError(port, error.code ?? error.message)),
    );
    server.listen(port, HOST, resolve);
  });

// Requests that hang on purpose would keep a graceful close waiting forever.
const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
