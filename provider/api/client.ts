/** The typed verbs of the Connections API: list, get, create, update. */
import type { z } from "zod";
import type { ConnectionRecord, ListedConnection } from "./records";
import { Deadline } from "./deadline";
import { UnexpectedAnswerError } from "./errors";
import { type JsonAnswer, Transport, type TransportOptions } from "./transport";

/** The body of POST /connections (reference: Create Connection). */
export interface CreateBody {
  readonly provider: string;
  readonly connectionName: string;
  readonly model?: string;
  readonly modelType?: string;
  readonly fields: Readonly<Record<string, string>> & { readonly API_KEY: string };
}

/** The filters of GET /connections (reference: List All Connections). */
export interface ListFilter {
  readonly provider?: string;
  readonly status?: string;
  /** At most so many; without it the list is complete, however often the platform has to be asked. */
  readonly limit?: number;
}

/** How to reach the platform, and the milliseconds that a verb may take when no deadline is given. */
export interface ApiClientOptions extends TransportOptions {
  readonly timeout: number;
}

/** One client a platform. Every verb takes the deadline of the hook that it is part of. */
export class ApiClient {
  readonly #transport: Transport;
  readonly #timeout: number;

  constructor(options: ApiClientOptions) {
    this.#transport = new Transport(options);
    this.#timeout = options.timeout;
  }

  /** Keeps a secret out of every message from now on. */
  hide(secret: string): void {
    this.#transport.hide(secret);
  }

  /** All connections that pass the filter: a platform that cuts the list is asked again with its own total as limit. */
  async list(filter: ListFilter = {}, deadline = this.#deadline()): Promise<ListedConnection[]> {
    let limit = filter.limit;
    for (;;) {
      const query = { provider: filter.provider, status: filter.status, limit: limit?.toString() };
      const answer = await this.#transport.send({
        method: "GET",
        segments: ["connections"],
        query,
        deadline,
      });
      const { connectionList } = await contract();
      const { connections, total } = parse(connectionList, answer);
      if (filter.limit !== undefined || total === undefined || total <= connections.length)
        return connections;
      if (limit !== undefined && limit >= total) {
        throw new UnexpectedAnswerError(
          answer.attempt,
          answer.status,
          `${connections.length} of ${total} connections came`,
        );
      }
      limit = total;
    }
  }

  /** One connection by its id; a `NotFoundError` when the platform says that there is none. */
  async get(id: string, deadline = this.#deadline()): Promise<ConnectionRecord> {
    return this.#record({ method: "GET", segments: ["connections", id], deadline }, id);
  }

  /** Sends POST once. An error whose `outcomeUnknown` is true leaves open whether the connection was made. */
  async create(body: CreateBody, deadline = this.#deadline()): Promise<ConnectionRecord> {
    const secrets = [body.fields.API_KEY];
    return this.#record({ method: "POST", segments: ["connections"], body, secrets, deadline });
  }

  /** Exchanges the key: the only thing that the API can change, and not for provider "API". */
  async updateKey(id: string, key: string, deadline = this.#deadline()): Promise<ConnectionRecord> {
    const body = { fields: { API_KEY: key } };
    return this.#record(
      { method: "PATCH", segments: ["connections", id], body, secrets: [key], deadline },
      id,
    );
  }

  #deadline(): Deadline {
    return new Deadline(this.#timeout);
  }

  async #record(request: Parameters<Transport["send"]>[0], id?: string): Promise<ConnectionRecord> {
    const answer = await this.#transport.send(request);
    const { connectionRecord } = await contract();
    const record = parse(connectionRecord, answer);
    if (id !== undefined && record.connectionId !== id) {
      throw new UnexpectedAnswerError(answer.attempt, answer.status, "it is about another connection");
    }
    return record;
  }
}

/** The schemas come with zod, which is loaded when there is an answer to check. */
function contract() {
  return import("./contract.js");
}

function parse<T extends z.ZodType>(schema: T, answer: JsonAnswer): z.infer<T> {
  const result = schema.safeParse(answer.json);
  if (result.success) return result.data;
  const places = [
    ...new Set(result.error.issues.map((issue) => issue.path.filter(isName).join(".") || "the body")),
  ];
  const what = `${places.slice(0, 5).join(", ")} ${places.length === 1 ? "is" : "are"} missing or of the wrong shape`;
  throw new UnexpectedAnswerError(answer.attempt, answer.status, what);
}

/** Array positions tell nothing, and names outside the contract never show up in a path. */
function isName(part: PropertyKey): part is string {
  return typeof part === "string";
}
