/** The only place that speaks HTTP: one request in, parsed JSON or a typed error out, and nothing of the HTTP library with it. */
import type { Got, RequestError, Response, RetryObject } from "got";
import type { Deadline } from "./deadline";
import {
  type Attempt,
  type ErrorAnswer,
  InvalidIdError,
  NoAnswerError,
  RateLimitedError,
  RedirectError,
  TimedOutError,
  UnexpectedAnswerError,
  errorOfStatus,
} from "./errors";
import { PlainError } from "../plain-error";
import { Pace } from "./rate-limiter";
import { printable } from "../printable";
import { withoutSecrets } from "./redact";
import { backoff, isTransient } from "./retry";

/** Where and how to send; the part of the settings that concerns HTTP. */
export interface TransportOptions {
  /** For example `https://platform.example.com/api/public`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Milliseconds that one attempt may take. */
  readonly attemptTimeout: number;
  readonly maxRetries: number;
  /** Asked before each request goes out; rejects when nothing may be sent any more. */
  readonly maySend?: () => Promise<void>;
}

export interface ApiRequest {
  readonly method: Attempt["method"];
  /** Path segments below the base URL; each is encoded here. */
  readonly segments: readonly string[];
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  /** Secrets in the body, so that an answer that echoes them is never shown. */
  readonly secrets?: readonly string[];
  readonly deadline: Deadline;
}

export interface JsonAnswer {
  readonly attempt: Attempt;
  readonly status: number;
  readonly json: unknown;
}

/** What goes with a request through the HTTP library, for the functions that it calls. */
interface Exchange {
  readonly request: ApiRequest;
  readonly attempt: Attempt;
  /** When its last attempt left, in milliseconds on the process's own clock, which no correction of the time sets back. */
  left: number;
}

/** No honest answer of this API comes near this size. */
const LARGEST_BODY = 10 * 1024 * 1024;

const OUT_OF_TIME = "the time for this operation ran out";

export class Transport {
  readonly #options: TransportOptions;
  /** An answer that holds one of these is never shown. */
  readonly #secrets = new Set<string>();
  #client: Promise<Got> | undefined;
  readonly #pace = new Pace();

  constructor(options: TransportOptions) {
    this.#options = options;
    this.hide(options.apiKey);
  }

  /** Keeps a secret out of every message from now on: a platform may tell a key with any request. */
  hide(secret: string): void {
    this.#secrets.add(secret);
  }

  async send(request: ApiRequest): Promise<JsonAnswer> {
    const attempt = attemptOf(request);
    const exchange = { request, attempt, left: 0 };
    const response = await this.#exchange(exchange);
    const answer = readBody(response, () => [...this.#secrets, ...(request.secrets ?? [])]);
    const status = response.statusCode;
    if (status !== 429) this.#pace.passed(exchange.left);
    if (status >= 300 && status < 400) throw new RedirectError(attempt, status, targetOf(response));
    if (status >= 400) throw errorOfStatus(attempt, status, answer.error);
    if (!answer.error.json) throw new UnexpectedAnswerError(attempt, status, answer.error.what);
    return { attempt, status, json: answer.json };
  }

  async #exchange(exchange: Exchange): Promise<Response<string>> {
    const { request, attempt } = exchange;
    const client = await this.#got();
    const left = request.deadline.remaining();
    if (left === 0) throw new NoAnswerError(attempt, OUT_OF_TIME, false);
    const aborting = new AbortController();
    let reason: PlainError | undefined;
    const abandon = (why: PlainError) => {
      reason ??= why;
      aborting.abort();
    };
    const timer = setTimeout(() => abandon(new TimedOutError(attempt, OUT_OF_TIME)), left + 1);
    try {
      const pending = client(attempt.path.slice(1), {
        method: request.method,
        ...(request.body === undefined ? {} : { json: request.body }),
        ...(request.query === undefined ? {} : { searchParams: { ...request.query } }),
        context: { exchange },
        signal: aborting.signal,
      });
      void pending.on("downloadProgress", (progress) => {
        if (progress.transferred > LARGEST_BODY)
          abandon(new UnexpectedAnswerError(attempt, 200, "its body is larger than 10 MiB"));
      });
      return await pending;
    } catch (error) {
      // An HTTPError is an answer like any other; everything else is turned into an error of ours.
      const failure = error as Partial<RequestError<string>>;
      if (failure.name === "HTTPError" && failure.response) return failure.response;
      // What our own hook threw comes wrapped in an error of the library.
      if (failure.cause instanceof PlainError) throw failure.cause;
      throw reason ?? noAnswer(attempt, failure, this.#options.attemptTimeout);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Milliseconds until the next attempt; 0 for none. */
  #delayOf({ request, left }: Exchange, { attemptCount, error, retryAfter }: RetryObject): number {
    if (!isTransient(request.method, error)) return 0;
    const limited = error.response?.statusCode === 429;
    if (!limited && attemptCount > this.#options.maxRetries) return 0;
    // A Retry-After of zero, or a date that has passed, is no leave to ask without a pause.
    const delay = retryAfter || backoff(attemptCount);
    if (delay >= request.deadline.remaining()) return 0;
    if (limited) this.#pace.refused(left, performance.now(), delay);
    return delay;
  }

  async #mayGo(exchange: Exchange): Promise<void> {
    const { attempt, request } = exchange;
    const inRow = this.#pace.placeInRow(performance.now());
    if (inRow > 0 && inRow < request.deadline.remaining()) await request.deadline.wait(inRow);
    // A pause may have grown when it ends.
    for (
      let pause = this.#pace.pause(performance.now());
      pause > 0;
      pause = this.#pace.pause(performance.now())
    ) {
      if (pause >= request.deadline.remaining()) throw new RateLimitedError(attempt);
      await request.deadline.wait(pause);
    }
    await this.#options.maySend?.();
    exchange.left = performance.now();
  }

  /** Loaded at the first request: a run that sends nothing should not pay for it. */
  #got(): Promise<Got> {
    this.#client ??= this.#load();
    return this.#client;
  }

  /** All that is the same for each request stands here: the library checks options whenever it is given them. */
  async #load(): Promise<Got> {
    const [{ default: got }, http, https] = await Promise.all([
      import("got"),
      import("node:http"),
      import("node:https"),
    ]);
    const { baseUrl, apiKey, attemptTimeout } = this.#options;
    return got.extend({
      prefixUrl: baseUrl,
      headers: { "x-api-key": apiKey, "content-type": "application/json", accept: "application/json" },
      agent: {
        http: new http.Agent({ keepAlive: true, maxSockets: 32 }),
        https: new https.Agent({ keepAlive: true, maxSockets: 32 }),
      },
      decompress: false,
      followRedirect: false,
      timeout: { request: attemptTimeout },
      hooks: { beforeRequest: [async ({ context }) => this.#mayGo(exchangeIn(context))] },
      retry: {
        enforceRetryRules: false,
        calculateDelay: (retry) => this.#delayOf(exchangeIn(retry.error.options.context), retry),
      },
    });
  }
}

function exchangeIn(context: Record<string, unknown>): Exchange {
  return context["exchange"] as Exchange;
}

/** Refuses a segment that a URL does not keep as it is. */
function attemptOf({ method, segments }: ApiRequest): Attempt {
  const odd = segments.some((segment) => /^\.{0,2}$/.test(segment) || !segment.isWellFormed());
  if (odd) throw new InvalidIdError({ method, path: `/${segments.join("/")}` });
  return { method, path: `/${segments.map(encodeURIComponent).join("/")}` };
}

/** The body as JSON, and what an error may say of it; the secrets are asked for when there is something to say. */
function readBody(
  response: Response<string>,
  secrets: () => readonly string[],
): { json: unknown; error: ErrorAnswer } {
  const text = response.body;
  try {
    const json: unknown = JSON.parse(text, wellFormed);
    if (typeof json !== "object" || json === null) return notJson("a body that is no JSON object");
    return { json, error: { json: true, message: messageIn(json, secrets) } };
  } catch {
    return notJson(
      /^\s*</.test(text) ? "an HTML page" : text === "" ? "an empty body" : "a body that is not JSON",
    );
  }
}

/** A mask or name may be cut within a character, and the engine can't take half of one. */
function wellFormed(_: string, value: unknown): unknown {
  return typeof value === "string" ? value.toWellFormed() : value;
}

function notJson(what: string): { json: undefined; error: ErrorAnswer } {
  return { json: undefined, error: { json: false, what } };
}

/** The API documents no errors: a message is looked for where APIs of this kind put it. */
function messageIn(json: object, secrets: () => readonly string[]): string | undefined {
  const { error, message } = json as { error?: unknown; message?: unknown };
  const nested =
    typeof error === "object" && error !== null ? (error as { message?: unknown }).message : error;
  const found = [nested, message].find((text) => typeof text === "string" && text !== "") as
    string | undefined;
  return found === undefined ? undefined : withoutSecrets(found, secrets());
}

function targetOf(response: Response<string>): string {
  const location = response.headers.location;
  if (location === undefined) return "nowhere";
  return URL.canParse(location, response.url)
    ? printable(new URL(location, response.url).host)
    : "an unreadable address";
}

/** Failures before anything reached the platform; after any other one a write may have been carried out. */
const NOT_SENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ERR_INVALID_URL",
]);

/** Without an answer, what the failure's code tells of the reason and of how far the request has come. */
export function noAnswer(
  attempt: Attempt,
  failure: { name?: string; code?: string },
  timeout: number,
): NoAnswerError {
  const code = printable(failure.code ?? "unknown failure");
  if (failure.name === "TimeoutError") {
    return new TimedOutError(attempt, `the platform did not answer within ${timeout / 1000} s`);
  }
  if (/CERT|SSL|TLS|SELF_SIGNED|ISSUER/.test(code)) {
    return new NoAnswerError(attempt, `the platform's certificate was not accepted: ${code}`, false);
  }
  if (NOT_SENT.has(code))
    return new NoAnswerError(attempt, `the platform could not be reached: ${code}`, false);
  return new NoAnswerError(attempt, `the connection broke before the answer was complete: ${code}`, true);
}
