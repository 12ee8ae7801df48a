// Plays each fault: one row per kind, so that a kind without a row does not compile.
import type { ClientSocket } from "./client-socket";
import type { Fault } from "./faults";
import { refusalResponse, unknownConnection } from "./refusal";

/** What a fault has to work with. */
export interface Exchange {
  readonly headers: Headers;
  readonly bodyText: string;
  readonly socket: ClientSocket;
  /** Lets the request through to the API, which commits it and answers. */
  readonly commit: () => Promise<Response>;
  /** Cut short when the emulator stops. */
  readonly wait: (milliseconds: number) => Promise<void>;
}

type Play<K extends Fault["kind"]> = (
  fault: Extract<Fault, { kind: K }>,
  exchange: Exchange,
) => Response | Promise<Response>;

const plays: { readonly [K in Fault["kind"]]: Play<K> } = {
  reset: (_, { socket }) => socket.reset(),
  lostAnswer: async (_, { socket, commit }) => {
    await commit();
    return socket.hangUp();
  },
  status: async (fault, exchange) => {
    if (fault.commit) await exchange.commit();
    return statusAnswer(fault);
  },
  slow: async ({ milliseconds, commitFirst }, { commit, wait }) => {
    const early = commitFirst ? await commit() : undefined;
    await wait(milliseconds);
    return early ?? commit();
  },
  hang: async (fault, { socket, commit }) => {
    if (fault.commit) await commit();
    return socket.leaveOpen();
  },
  html: async (fault, { commit }) => {
    if (fault.commit) await commit();
    return page(fault.status, "Please sign in");
  },
  proxy404: () => page(404, "404 Not Found"),
  notFound: () => refusalResponse(unknownConnection()),
  truncated: async (fault, { commit }) => {
    const text = fault.commit ? await (await commit()).text() : `{"connections":[{"connectionId":"cn-`;
    return json(200, text.slice(0, Math.ceil(text.length / 2)));
  },
  wrongShape: async (fault, { commit }) => {
    if (fault.commit) await commit();
    return Response.json(fault.body);
  },
  echo: async (fault, exchange) => {
    if (fault.commit) await exchange.commit();
    return echoAnswer(fault.status, exchange);
  },
  redirect: ({ location, status }) => new Response(null, { status, headers: { Location: location } }),
  huge: async (fault, { commit }) => {
    const text = fault.commit ? await (await commit()).text() : "{}";
    return json(200, text + " ".repeat(fault.bytes));
  },
};

/** Answers as the fault wants it. */
export async function play(fault: Fault, exchange: Exchange): Promise<Response> {
  // The row is the one of this very kind, which the compiler can't follow through the index.
  return plays[fault.kind](fault as never, exchange);
}

const json = (status: number, text: string): Response =>
  new Response(text, { status, headers: { "Content-Type": "application/json" } });

const page = (status: number, title: string): Response =>
  new Response(
    `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
    {
      status,
      headers: { "Content-Type": "text/html; charset=utf-8" },
    },
  );

function statusAnswer({ status, retryAfter, body }: Extract<Fault, { kind: "status" }>): Response {
  const headers = new Headers();
  if (retryAfter !== undefined) headers.set("Retry-After", retryAfterText(retryAfter));
  const content = body ?? { error: { code: `INJECTED_${status}`, message: "This answer was injected." } };
  if ([204, 205, 304].includes(status)) return new Response(null, { status, headers });
  headers.set("Content-Type", typeof content === "string" ? "text/plain; charset=utf-8" : "application/json");
  return new Response(typeof content === "string" ? content : JSON.stringify(content), { status, headers });
}

function retryAfterText(value: number | string | { inSeconds: number }): string {
  if (typeof value !== "object") return String(value);
  return new Date(Date.now() + value.inSeconds * 1000).toUTCString();
}

function echoAnswer(status: number, { headers, bodyText }: Exchange): Response {
  const message = `Failed on headers ${JSON.stringify(Object.fromEntries(headers))} and body ${bodyText}`;
  // A header can hold neither line ends nor much more than this.
  const echo = message.replace(/[^\x20-\x7e]/g, "?").slice(0, 4096);
  const error = { code: "ECHO", message };
  return Response.json({ error }, { status, headers: { "x-echo": echo } });
}
