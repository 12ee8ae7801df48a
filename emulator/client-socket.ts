// The one place that touches the raw connection to a client: faults cut it, or leave it hanging.
import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";

export interface ClientSocket {
  /** Sends a TCP reset: the client sees ECONNRESET. */
  reset(): Response;
  /** Closes without an answer: the client sees the other side hang up. */
  hangUp(): Response;
  /** Never answers; settles when the client or the emulator closes the connection. */
  leaveOpen(): Promise<Response>;
  /** Whether an answer can't reach the client any more. */
  readonly isClosed: boolean;
}

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
