/** Sends one request and returns its JSON or throws a typed error. Nothing of the HTTP library leaves this file. */
import type { Got, RequestError, RequestPromise, Response, RetryObject } from "got";
import { PlainError } from "../plain-error";
import { printable } from "../printable";
import { Admission, type Applicant } from "./admission";
import {
  ConnectionsApiError,
  RedirectError,
  type RequestLine,
  CancelledError,
  TimedOutError,
  UnexpectedResponseError,
  errorOfStatus,
  outOfTime,
} from "./errors";
import { gotOptions, loadGot } from "./got-client";
import { noResponse, wasSent } from "./network-errors";
import { PlatformClock } from "./platform-clock";
import { type Proxy, passwordOf, proxyFor } from "./proxy";
import { proxyNeedsPassword } from "./proxy-errors";
import { HIDDEN, type MessageSecrets, Secrets } from "./redact";
import { type ApiRequest, requestLine } from "./request";
import { type ResponseBody, parseBody } from "./response-body";
import { backoff, isTransient } from "./retry";
import { askedWait, waitOf } from "./retry-after";
import type { Route } from "./route";

/** Where and how to send: the settings that concern HTTP. */
export interface TransportOptions {
  /** For example `https://platform.example.com/api/public`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Milliseconds that one attempt may take. */
  readonly attemptTimeout: number;
  readonly maxRetries: number;
  /** Called before each attempt; rejects if nothing may be sent any more. */
  readonly maySend?: () => Promise<void>;
}

/** A response with a good status and a JSON body. */
export interface JsonResponse {
  readonly request: RequestLine;
  readonly status: number;
  readonly json: object;
}

/** A request while it is under way. The HTTP library passes it to the functions that it calls. */
interface Exchange extends Applicant {
  readonly request: ApiRequest;
  /** Whether the platform may have carried out an earlier attempt. */
  mayBeDone: boolean;
}

/** The abort reason of a request whose deadline has passed. */
const OUT_OF_TIME = Symbol("out of time");

/** Real responses about one connection are much smaller. */
const LARGEST_MIB = 10;

/** One per platform: all its requests share connections, rate limit and secrets. */
export class Transport {
  readonly #options: TransportOptions;
  /** No message or value of this client shows one of these. */
  readonly secrets = new Secrets();
  readonly #proxySecrets = new Secrets();
  /** What a text of a response, or of a proxy's page in its place, may not show. */
  readonly #hidden: MessageSecrets = {
    areIn: (text) => this.secrets.areIn(text) || this.#proxySecrets.areIn(text),
    areShownBy: (text) => this.secrets.areShownBy(text) || this.#proxySecrets.areShownBy(text),
  };
  readonly #admission = new Admission();
  #proxy: Proxy | undefined;
  readonly clock = new PlatformClock();
  #got: Promise<Got> | undefined;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.secrets.add(options.apiKey);
  }

  async send(request: ApiRequest): Promise<JsonResponse> {
    const exchange = {
      ...{ request, line: requestLine(request), deadline: request.deadline },
      ...{ sentAt: 0, said: [], isInside: false, isOver: false, mayBeDone: false },
    };
    try {
      return await this.#send(exchange);
    } catch (error) {
      if (exchange.mayBeDone && error instanceof ConnectionsApiError) error.leaveOutcomeUnknown();
      throw error;
    }
  }

  async #send(exchange: Exchange): Promise<JsonResponse> {
    const { line } = exchange;
    const response = await this.#exchange(exchange);
    const status = response.statusCode;
    const body = parseBody(response.body, status >= 400, this.#hidden);
    this.clock.set(response.headers.date);
    if (status !== 429) this.#admission.passed(exchange);
    if (status >= 300 && status < 400) {
      const target = redirectTarget(response);
      throw new RedirectError(line, status, this.#hidden.areShownBy(target) ? HIDDEN : target);
    }
    if (status >= 400) throw this.#errorOf(line, status, body, waitOf(response));
    if (body.json === undefined) throw new UnexpectedResponseError(line, status, body.what);
    return { request: line, status, json: body.json };
  }

  #errorOf(line: RequestLine, status: number, body: ResponseBody, wait?: number): Error {
    const { baseUrl } = this.#options;
    if (status === 407) return proxyNeedsPassword(line, this.#proxy, baseUrl);
    const { host, pathname } = new URL(baseUrl);
    const place = `${host}${pathname.replace(/\/api\/public$/, "")}`;
    return errorOfStatus(line, status, { body, host: place, wait });
  }

  async #exchange(exchange: Exchange): Promise<Response<string>> {
    const { line, request } = exchange;
    // Loaded at the first request: a run that sends nothing should not pay for it.
    const got = await (this.#got ??= this.#load());
    const timeLeft = request.deadline.remaining();
    if (timeLeft === 0) throw this.#admission.tooLate(exchange);
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(OUT_OF_TIME), timeLeft + 1);
    // A write that is on its way is awaited, because its result must reach the state.
    const forget = request.deadline.onCancel(() => {
      if (!exchange.isInside || request.method === "GET") abort.abort(OUT_OF_TIME);
    });
    try {
      const pending = got(line.path.slice(1), {
        ...gotOptions(request),
        context: { exchange },
        signal: abort.signal,
      });
      limitBody(pending, exchange, abort);
      return await pending;
    } catch (error) {
      const failure = error as Partial<RequestError<string>>;
      if (failure.name === "HTTPError" && failure.response) return failure.response;
      throw ownError(failure.cause, abort.signal) ?? this.#noResponse(exchange, failure, abort.signal);
    } finally {
      clearTimeout(timer);
      forget();
      exchange.isOver = true;
      this.#admission.leave(exchange);
    }
  }

  #noResponse(exchange: Exchange, failure: Partial<RequestError>, signal: AbortSignal): ConnectionsApiError {
    const { line, said } = exchange;
    const route = this.#route();
    if (signal.reason !== OUT_OF_TIME) return noResponse(line, failure, route);
    if (!exchange.mayBeDone && !wasSent(failure, route)) return this.#admission.tooLate(exchange);
    return exchange.deadline.isCancelled
      ? new CancelledError(line, true, said)
      : new TimedOutError(line, outOfTime(said));
  }

  #route(): Route {
    return { ...this.#options, proxy: this.#proxy };
  }

  async #load(): Promise<Got> {
    const { baseUrl, attemptTimeout } = this.#options;
    const { agentsFor } = await import("./agents.js");
    this.#proxy = proxyFor(baseUrl);
    if (this.#proxy !== undefined) this.#proxySecrets.add(passwordOf(this.#proxy.url) ?? "");
    return loadGot({
      ...this.#options,
      agents: agentsFor(this.#proxy, attemptTimeout),
      beforeSend: (context) => this.#beforeSend(exchangeIn(context)),
      retryDelay: (context, retry) => this.#retryDelay(exchangeIn(context), retry),
    });
  }

  async #beforeSend(exchange: Exchange): Promise<void> {
    await this.#admission.admit(exchange);
    await this.#options.maySend?.();
    exchange.sentAt = performance.now();
  }

  #retryDelay(exchange: Exchange, { attemptCount, error, retryAfter }: RetryObject): number {
    this.#admission.leave(exchange);
    const { request } = exchange;
    if (!isTransient(request.method, error)) return 0;
    const limited = error.response?.statusCode === 429;
    if (!limited && attemptCount > this.#options.maxRetries) return 0;
    // A Retry-After of zero, or a date in the past, still needs a pause.
    const delay = retryAfter || (limited && askedWait(responseOf(error))) || backoff(attemptCount);
    if (delay >= request.deadline.remaining()) return 0;
    const isWrite = request.method !== "GET";
    exchange.mayBeDone ||=
      isWrite && !limited && (error.response !== undefined || wasSent(error, this.#route()));
    exchange.said = parseBody(responseOf(error).body, true, this.#hidden).reasons;
    if (limited) this.#admission.refused(exchange, delay);
    return delay;
  }
}

/** Ends a request whose body is too large, measured after decompression. */
function limitBody(pending: RequestPromise, { line, request }: Exchange, abort: AbortController): void {
  const { largestMiB = LARGEST_MIB } = request;
  let status = 0;
  void pending.on("request", (sent) => {
    sent.once("response", ({ statusCode = 0 }) => (status = statusCode));
  });
  void pending.on("downloadProgress", ({ transferred }) => {
    if (transferred <= largestMiB * 1024 * 1024) return;
    const isRefused = status >= 400 && status < 500 && status !== 408 && status !== 425;
    const what = `its body is larger than ${largestMiB} MiB`;
    abort.abort(new UnexpectedResponseError(line, status, what, !isRefused));
  });
}

/** What `#beforeSend` threw, which the library wraps, or why the request was aborted. */
function ownError(cause: unknown, signal: AbortSignal): PlainError | undefined {
  const reason: unknown = signal.reason;
  return [cause, reason].find((error) => error instanceof PlainError);
}

function responseOf({ response }: RequestError): Pick<Response<string>, "headers" | "body"> {
  return response === undefined ? { headers: {}, body: "" } : (response as Response<string>);
}

function exchangeIn(context: Record<string, unknown>): Exchange {
  return context["exchange"] as Exchange;
}

function redirectTarget({ headers: { location }, url }: Response<string>): string {
  if (location === undefined) return "nowhere";
  return URL.canParse(location, url) ? printable(new URL(location, url).host) : "an unreadable address";
}
