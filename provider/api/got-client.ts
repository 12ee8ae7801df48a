/** Loads the HTTP library and configures everything that is the same for each request. */
import type { Got, RetryObject } from "got";
import type { Agents } from "./agents";
import type { ApiRequest } from "./request";

/** What the library asks for each request. */
export interface GotClientOptions {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly agents: Agents;
  readonly attemptTimeout: number;
  /** Resolves when the request may be sent. Called before each attempt with the request's own context. */
  readonly beforeSend: (context: Record<string, unknown>) => Promise<void>;
  /** Milliseconds until the next attempt; 0 if there is none. */
  readonly retryDelay: (context: Record<string, unknown>, retry: RetryObject) => number;
}

/** Everything is set here once, because the library checks options each time it gets them: decisions/0007. */
export async function loadGot(options: GotClientOptions): Promise<Got> {
  const { default: got } = await import("got");
  const { baseUrl, apiKey, agents, attemptTimeout, beforeSend, retryDelay } = options;
  return got.extend({
    prefixUrl: baseUrl,
    headers: {
      "x-api-key": apiKey,
      "content-type": "application/json",
      accept: "application/json",
      "accept-encoding": "identity",
    },
    agent: agents,
    // A gateway may compress what nobody asked it to.
    decompress: true,
    followRedirect: false,
    timeout: { request: attemptTimeout },
    hooks: { beforeRequest: [({ context }) => beforeSend(context)] },
    retry: {
      enforceRetryRules: false,
      calculateDelay: (retry) => retryDelay(retry.error.options.context, retry),
    },
  });
}

/** What the library is told about one request. */
export function gotOptions({ method, body, query }: ApiRequest) {
  return {
    method,
    ...(body === undefined ? {} : { json: body }),
    ...(query === undefined ? {} : { searchParams: { ...query } }),
  };
}
