// Sits in front of the API like a proxy: records each request, then injects a fault or passes the request on.
import { setTimeout as pause } from "node:timers/promises";
import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { clientSocket } from "./client-socket";
import type { ConnectionStore } from "./connection-store";
import { styledError } from "./error-style";
import { respondWithFault } from "./fault-responses";
import type { Faults } from "./faults";
import type { Journal, Outcome, RequestFacts } from "./journal";
import { textOf } from "./json-body";
import { factsOf, withoutSentKey } from "./request-facts";
import type { Settings } from "./settings";

/** Responds to one request; `env` has Node's own request and response objects. */
export type Handler = (request: Request, env: HttpBindings) => Response | Promise<Response>;

interface Parts {
  readonly api: (request: Request) => Response | Promise<Response>;
  readonly connections: ConnectionStore;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly errorStyle: Settings["errorStyle"];
  /** Aborted when the emulator stops: nothing is committed after that. */
  readonly stopping: AbortSignal;
}

/** The handler of every request that is not for the control API. */
export function faultProxy(parts: Parts): Handler {
  const { api, connections, journal, faults, errorStyle, stopping } = parts;
  const wait = (milliseconds: number): Promise<void> =>
    pause(milliseconds, undefined, { signal: stopping }).catch(() => undefined);

  return async (request, env) => {
    const url = new URL(request.url);
    const errorResponse = (error: Error): Response => styledError(errorStyle, error, url.pathname);
    const bodyText = await textOf(request).catch((error: unknown) => error as Error);
    if (typeof bodyText !== "string") return errorResponse(bodyText);
    const facts = factsOf(request.method, url, bodyText, (id) => connections.find(id));
    const addOutcome = journal.record(withoutSentKey(facts, bodyText));
    const socket = clientSocket(env);
    const commit = async (): Promise<Response> => {
      if (stopping.aborted) return RESPONSE_ALREADY_SENT;
      const response = await api(copyOf(request, bodyText));
      addOutcome(await outcomeOf(facts, response));
      return response;
    };
    const fault = faults.next(facts);
    if (fault !== undefined) addOutcome({ fault: fault.kind });
    const response = await (fault
      ? respondWithFault(fault, { headers: request.headers, bodyText, socket, commit, errorResponse, wait })
      : commit());
    addOutcome({ status: socket.isClosed ? 0 : response.status });
    return response;
  };
}

// The body has already been read, so the API gets its own request.
const copyOf = ({ url, method, headers }: Request, bodyText: string): Request =>
  new Request(url, { method, headers, ...(method === "GET" || method === "HEAD" ? {} : { body: bodyText }) });

async function outcomeOf({ operation }: RequestFacts, response: Response): Promise<Outcome> {
  const committed = response.ok && (operation === "create" || operation === "update");
  if (!committed || operation === "update") return { committed };
  const { connectionId } = (await response.clone().json()) as { connectionId: string };
  return { committed, connectionId };
}
