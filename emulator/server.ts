// Puts a handler on a loopback port, and takes it off again with every socket it has.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { ListenError } from "./errors";
import type { Handler } from "./front";

export const HOST = "127.0.0.1";

export interface RunningServer {
  readonly port: number;
  close(): Promise<void>;
}

export async function listen(handler: Handler, port: number): Promise<RunningServer> {
  // The emulator runs inside other people's tests: their Request and Response stay as they are.
  const options = { overrideGlobalObjects: false };
  const answer = getRequestListener(
    (request, env) => handler(request, env as Parameters<Handler>[1]),
    options,
  );
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing));
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

// Requests that hang on purpose would keep a polite close waiting for ever.
const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
