// Stands before the API like a proxy: notes each request, plays a fault when one is due, or passes it on.
import { setTimeout as pause } from "node:timers/promises";
import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { clientSocket } from "./client-socket";
import { play } from "./fault-answers";
import type { Faults } from "./faults";
import type { Journal, Outcome, RequestFacts } from "./journal";
import { factsOf } from "./request-facts";
import type { Connections } from "./store";

export type Handler = (request: Request, env: HttpBindings) => Response | Promise<Response>;

interface Parts {
  readonly api: (request: Request) => Response | Promise<Response>;
  readonly connections: Connections;
  readonly journal: Journal;
  readonly faults: Faults;
  /** Aborted when the emulator stops: nothing is committed after that. */
  readonly stopping: AbortSignal;
}

export function front(parts: Parts): Handler {
  const { api, connections, journal, faults, stopping } = parts;
  const wait = (milliseconds: number): Promise<void> =>
    pause(milliseconds, undefined, { signal: stopping }).catch(() => undefined);

  return async (request, env) => {
    const bodyText = await request.text();
    const facts = factsOf(request.method, new URL(request.url), bodyText, (id) => connections.find(id));
    const note = journal.arrived(facts);
    const socket = clientSocket(env);
    const commit = async (): Promise<Response> => {
      if (stopping.aborted) return RESPONSE_ALREADY_SENT;
      const answer = await api(again(request, bodyText));
      note(await outcomeOf(facts, answer));
      return answer;
    };
    const fault = faults.pick(facts);
    if (fault !== undefined) note({ fault: fault.kind });
    const answer = await (fault
      ? play(fault, { headers: request.headers, bodyText, socket, commit, wait })
      : commit());
    note({ status: socket.isClosed ? 0 : answer.status });
    return answer;
  };
}

// The body was read here already, so the API gets a request of its own.
const again = ({ url, method, headers }: Request, bodyText: string): Request =>
  new Request(url, { method, headers, ...(method === "GET" || method === "HEAD" ? {} : { body: bodyText }) });

async function outcomeOf({ operation }: RequestFacts, answer: Response): Promise<Outcome> {
  const committed = answer.ok && (operation === "create" || operation === "update");
  if (!committed || operation === "update") return { committed };
  const { connectionId } = (await answer.clone().json()) as { connectionId: string };
  return { committed, connectionId };
}
