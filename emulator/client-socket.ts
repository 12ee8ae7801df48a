// The only code that touches the raw connection to a client: faults close it, or leave it open.
import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";

/** The TCP connection that a request came in on. */
export interface ClientSocket {
  /** Sends a TCP reset: the client sees ECONNRESET. */
  reset(): Response;
  /** Closes the connection without a response: the client sees "other side closed". */
  hangUp(): Response;
  /** Never responds; resolves when the client or the emulator closes the connection. */
  leaveOpen(): Promise<Response>;
  /** Whether a response can no longer reach the client. */
  readonly isClosed: boolean;
}

/** The socket of one request. */
export const clientSocket = ({ outgoing }: HttpBindings): ClientSocket => ({
  reset: () => {
    outgoing.socket?.resetAndDestroy();
    return RESPONSE_ALREADY_SENT;
  },
  hangUp: () => {
    outgoing.socket?.destroy();
    return RESPONSE_ALREADY_SENT;
  },
  leaveOpen: () =>
    new Promise((resolve) => {
      if (outgoing.closed || outgoing.destroyed) resolve(RESPONSE_ALREADY_SENT);
      else outgoing.once("close", () => resolve(RESPONSE_ALREADY_SENT));
    }),
  get isClosed() {
    return outgoing.destroyed || outgoing.socket === null || outgoing.socket.destroyed;
  },
});
