/** The operations of the Connections API, typed: list, get, create, update. */
import type { z } from "zod";
import { type Json, textsIn } from "../json";
import { type ListFilter, type ListPage, type Listing, completeList } from "./complete-list";
import { Deadline } from "./deadline";
import { IncompleteListError, UnexpectedResponseError } from "./errors";
import type { Header } from "./headers";
import { withReceived } from "./received";
import type { ConnectionRecord, ListedConnection } from "./records";
import type { ApiRequest } from "./request";
import { ShownValues } from "./shown-values";
import { type JsonResponse, Transport, type TransportOptions } from "./transport";

/** The body of POST /connections: with a key, or with the headers of a custom endpoint. */
export type CreateBody = KeyBody | EndpointBody;

/** A connection with a key (reference: Create Connection). */
export interface KeyBody {
  readonly provider: string;
  readonly connectionName: string;
  readonly model?: string;
  readonly modelType?: string;
  readonly fields: Readonly<Record<string, string>> & { readonly API_KEY: string };
}

/** A custom endpoint (custom API connections: Create). Its members depend on the kind. */
export interface EndpointBody extends UpdateBody {
  readonly provider: string;
  readonly connectionName: string;
  readonly fields?: undefined;
}

/** The members of a custom endpoint that PATCH changes; what isn't named stays (custom API connections: Update). */
export interface UpdateBody {
  readonly headers?: readonly Header[];
  readonly [member: string]: Json | readonly Header[] | undefined;
}

export type { ListFilter, Listing } from "./complete-list";

/** Enough for 250,000 connections in one response. */
const LARGEST_LIST_MIB = 64;

/** How to reach the platform. */
export interface ApiClientOptions extends TransportOptions {
  /** Milliseconds that one operation may take if it is given no deadline. */
  readonly timeout: number;
}

/** One per platform. Each operation takes a deadline for all its requests. */
export class ApiClient {
  readonly #transport: Transport;
  readonly #timeout: number;
  readonly #values: ShownValues;

  constructor(options: ApiClientOptions) {
    this.#transport = new Transport(options);
    this.#values = new ShownValues(this.#transport.secrets, options.apiKey);
    this.#timeout = options.timeout;
  }

  /** From now on no message and no value that this client returns shows this secret. */
  hide(secret: string): void {
    this.#values.hide(secret);
  }

  /**
   * The same for the values of headers, as far as they can be credentials.
   * @internal
   */
  hideHeaders(headers: readonly Header[]): void {
    this.#values.hideHeaders(headers);
  }

  /**
   * From now on these texts, which the user declares in plaintext, are shown where arguments are returned.
   * @internal
   */
  declare(texts: readonly string[]): void {
    this.#values.declare(texts);
  }

  /** Milliseconds since 1970 on the platform's clock; this machine's clock before the first response. */
  platformTime(): number {
    return this.#transport.clock.now();
  }

  /**
   * Whether a response has shown the platform's clock.
   * @internal
   */
  get knowsPlatformTime(): boolean {
    return this.#transport.clock.isKnown;
  }

  /** All connections that match the filter. Throws an `IncompleteListError` if the platform doesn't list them all, or may not. */
  async list(filter: ListFilter = {}, deadline = this.#deadline()): Promise<ListedConnection[]> {
    const { connections, missing } = await this.listing(filter, deadline);
    if (missing !== 0) throw new IncompleteListError(connections.length, missing);
    return connections;
  }

  /** The connections that the platform lists, and how many it doesn't, if that is known. A truncated list is completed in more requests, as far as possible. */
  async listing(filter: ListFilter = {}, deadline = this.#deadline()): Promise<Listing> {
    const { connections, missing } = await this.rawListing(filter, deadline);
    return { connections: connections.map((each) => this.withoutSecrets(each)), missing };
  }

  /**
   * The same, only to compare with: its values may contain keys.
   * @internal
   */
  async rawListing(filter: ListFilter, deadline: Deadline): Promise<Listing> {
    const request = (each: ListFilter) => this.#page(each, deadline);
    if (filter.limit === undefined) return completeList(filter, request);
    const { connections } = await request(filter);
    return { connections: [...connections], missing: 0 };
  }

  /** One connection by its id; throws a `NotFoundError` if it does not exist. */
  async get(id: string, deadline = this.#deadline()): Promise<ConnectionRecord> {
    return this.#record({ method: "GET", segments: ["connections", id], deadline }, id);
  }

  /** Sends POST once. If `outcomeUnknown` of the error is true, the connection may have been created. */
  async create(body: CreateBody, deadline = this.#deadline()): Promise<ConnectionRecord> {
    const { fields, headers, ...members } = { headers: undefined, ...body };
    const { API_KEY = "", ...others }: Record<string, string> = fields ?? {};
    this.hide(API_KEY);
    this.hideHeaders(headers ?? []);
    this.declare(textsIn({ ...members, ...others }));
    return this.#record({ method: "POST", segments: ["connections"], body, deadline });
  }

  /** Changes the key: the only field that the API can change of a connection with a key, and not for provider "API". */
  async updateKey(id: string, key: string, deadline = this.#deadline()): Promise<ConnectionRecord> {
    this.hide(key);
    const body = { fields: { API_KEY: key } };
    return this.#record({ method: "PATCH", segments: ["connections", id], body, deadline }, id);
  }

  /** Changes members of a custom endpoint in place. An installation that doesn't know this form refuses it. */
  async update(id: string, body: UpdateBody, deadline = this.#deadline()): Promise<ConnectionRecord> {
    const { headers, ...members } = body;
    this.hideHeaders(headers ?? []);
    this.declare(textsIn(members));
    return this.#record({ method: "PATCH", segments: ["connections", id], body, deadline }, id);
  }

  /**
   * The same values as they may be shown and stored. A platform may return a key in any of them.
   * @internal
   */
  withoutSecrets<T extends object>(values: T): T {
    return this.#values.withoutSecrets(values);
  }

  /** An id is part of paths, messages and state, so no placeholder can replace it. */
  #assertNoKey(id: string, { request, status }: JsonResponse): void {
    if (this.#values.isKeyIn(id))
      throw new UnexpectedResponseError(request, status, "a connectionId contains a key");
  }

  async #page({ provider, status, limit }: ListFilter, deadline: Deadline): Promise<ListPage> {
    const query = { provider, status, limit: limit?.toString() };
    const response = await this.#transport.send({
      method: "GET",
      segments: ["connections"],
      query,
      largestMiB: LARGEST_LIST_MIB,
      deadline,
    });
    const { connectionList } = await contract();
    const page = parse(connectionList, response);
    for (const { connectionId } of page.connections) this.#assertNoKey(connectionId, response);
    return page;
  }

  #deadline(): Deadline {
    return new Deadline(this.#timeout);
  }

  async #record(request: ApiRequest, id?: string): Promise<ConnectionRecord> {
    const response = await this.#transport.send(request);
    const { connectionRecord } = await contract();
    const parsed = parse(connectionRecord, response);
    this.#assertNoKey(parsed.connectionId, response);
    // Before the other members: they must not show a header's value.
    const headers = parsed.headers && this.#values.safeHeaders(parsed.headers);
    const record = {
      ...this.withoutSecrets(parsed),
      ...(headers && { headers }),
      fields: this.withoutSecrets(parsed.fields),
    };
    if (id !== undefined && record.connectionId !== id) {
      throw new UnexpectedResponseError(response.request, response.status, "it is another connection");
    }
    return withReceived<ConnectionRecord>(record, parsed);
  }
}

/** The schemas need zod, which is loaded with the first response. */
function contract() {
  return import("./contract.js");
}

function parse<T extends z.ZodType>(schema: T, response: JsonResponse): z.infer<T> {
  const result = schema.safeParse(response.json);
  if (result.success) return result.data;
  const places = [
    ...new Set(result.error.issues.map((issue) => issue.path.filter(isName).join(".") || "the body")),
  ];
  const what = `${places.slice(0, 5).join(", ")} ${places.length === 1 ? "is" : "are"} missing or of the wrong shape`;
  throw new UnexpectedResponseError(response.request, response.status, what);
}

/** Array positions say nothing. Names that are not in the contract never occur in a path. */
function isName(part: PropertyKey): part is string {
  return typeof part === "string";
}
