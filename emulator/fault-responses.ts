// How each kind of fault responds. One entry per kind, so that a kind without an entry does not compile.
import { ApiError, connectionNotFound } from "./api-error";
import type { ClientSocket } from "./client-socket";
import type { Fault } from "./faults";

/** What a fault can use to respond. */
export interface FaultContext {
  readonly headers: Headers;
  readonly bodyText: string;
  readonly socket: ClientSocket;
  /** Passes the request to the API, which carries it out and responds. */
  readonly commit: () => Promise<Response>;
  /** The API's error response, in the emulator's error style. */
  readonly errorResponse: (error: ApiError) => Response;
  /** Ends early when the emulator stops. */
  readonly wait: (milliseconds: number) => Promise<void>;
}

type Responder<K extends Fault["kind"]> = (
  fault: Extract<Fault, { kind: K }>,
  context: FaultContext,
) => Response | Promise<Response>;

const responders: { readonly [K in Fault["kind"]]: Responder<K> } = {
  reset: (_, { socket }) => socket.reset(),
  lostAnswer: async (_, { socket, commit }) => {
    await commit();
    return socket.hangUp();
  },
  status: async (fault, context) => {
    if (fault.commit) await context.commit();
    return statusResponse(fault, context);
  },
  slow: async ({ milliseconds, commitFirst }, { commit, wait }) => {
    const response = commitFirst ? await commit() : undefined;
    await wait(milliseconds);
    return response ?? commit();
  },
  hang: async (fault, { socket, commit }) => {
    if (fault.commit) await commit();
    return socket.leaveOpen();
  },
  html: async (fault, { commit }) => {
    if (fault.commit) await commit();
    return htmlPage(fault.status, "Please sign in");
  },
  proxy404: () => htmlPage(404, "404 Not Found"),
  notFound: (_, { errorResponse }) => errorResponse(connectionNotFound()),
  truncated: async (fault, { commit }) => {
    const text = fault.commit ? await (await commit()).text() : `{"connections":[{"connectionId":"cn-`;
    return json(200, text.slice(0, Math.ceil(text.length / 2)));
  },
  wrongShape: async (fault, { commit }) => {
    if (fault.commit) await commit();
    return Response.json(fault.body);
  },
  echo: async (fault, context) => {
    if (fault.commit) await context.commit();
    return echoResponse(fault.status, context);
  },
  redirect: ({ location, status }) => new Response(null, { status, headers: { Location: location } }),
  huge: async (fault, { commit }) => {
    const text = fault.commit ? await (await commit()).text() : "{}";
    return json(200, text + " ".repeat(fault.bytes));
  },
};

/** The response to a request that meets a fault. */
export async function respondWithFault(fault: Fault, context: FaultContext): Promise<Response> {
  // The entry always belongs to this kind, which the compiler can't follow through the index.
  return responders[fault.kind](fault as never, context);
}

const json = (status: number, text: string): Response =>
  new Response(text, { status, headers: { "Content-Type": "application/json" } });

const htmlPage = (status: number, title: string): Response =>
  new Response(
    `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
    {
      status,
      headers: { "Content-Type": "text/html; charset=utf-8" },
    },
  );

function statusResponse(
  { status, retryAfter, body }: Extract<Fault, { kind: "status" }>,
  { errorResponse }: FaultContext,
): Response {
  const headers: Record<string, string> = {};
  if (retryAfter !== undefined) headers["Retry-After"] = retryAfterText(retryAfter);
  if ([204, 205, 304].includes(status)) return new Response(null, { status, headers });
  if (body === undefined)
    return errorResponse(new ApiError(status, `INJECTED_${status}`, "This response was injected.", headers));
  if (typeof body !== "string") return Response.json(body, { status, headers });
  headers["Content-Type"] = "text/plain; charset=utf-8";
  return new Response(body, { status, headers });
}

function retryAfterText(value: number | string | { inSeconds: number }): string {
  if (typeof value !== "object") return String(value);
  return new Date(Date.now() + value.inSeconds * 1000).toUTCString();
}

function echoResponse(status: number, { headers, bodyText, errorResponse }: FaultContext): Response {
  const message = `Failed on headers ${JSON.stringify(Object.fromEntries(headers))} and body ${bodyText}`;
  // A header can't contain line breaks, and clients limit its length.
  const echo = message.replace(/[^\x20-\x7e]/g, "?").slice(0, 4096);
  return errorResponse(new ApiError(status, "ECHO", message, { "x-echo": echo }));
}
