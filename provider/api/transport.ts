/** Sends one request and returns its JSON or throws a typed error. Nothing of the HTTP library leaves this file. */
import type { Got, RequestError, Response, RetryObject } from "got";
import { PlainError } from "../plain-error";
import { printable } from "../printable";
import {
  NoResponseError,
  RateLimitedError,
  RedirectError,
  type RequestLine,
  TimedOutError,
  UnexpectedResponseError,
  errorOfStatus,
} from "./errors";
import { gotOptions, loadGot } from "./got-client";
import { noResponse } from "./network-errors";
import { PlatformClock } from "./platform-clock";
import { RateLimiter } from "./rate-limiter";
import { Secrets } from "./redact";
import { type ApiRequest, requestLine } from "./request";
import { parseBody } from "./response-body";
import { backoff, isTransient } from "./retry";

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
interface Exchange {
  readonly request: ApiRequest;
  readonly line: RequestLine;
  /** When its last attempt was sent, on the monotonic clock. */
  sentAt: number;
}

/** Real responses about one connection are much smaller. */
const LARGEST_MIB = 10;

const OUT_OF_TIME = "the time for this operation ran out";

/** One per platform: all its requests share connections, rate limit and secrets. */
export class Transport {
  readonly #options: TransportOptions;
  /** No message or value of this client shows one of these. */
  readonly secrets = new Secrets();
  readonly #rateLimiter = new RateLimiter();
  readonly clock = new PlatformClock();
  #got: Promise<Got> | undefined;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.secrets.add(options.apiKey);
  }

  async send(request: ApiRequest): Promise<JsonResponse> {
    const line = requestLine(request);
    const exchange = { request, line, sentAt: 0 };
    const response = await this.#exchange(exchange);
    const body = parseBody(response.body, this.secrets);
    const status = response.statusCode;
    this.clock.set(response.headers.date);
    if (status !== 429) this.#rateLimiter.passed(exchange.sentAt);
    if (status >= 300 && status < 400)
      throw new RedirectError(line, status, this.secrets.hideIn(redirectTarget(response)));
    if (status >= 400) throw errorOfStatus(line, status, body);
    if (body.json === undefined) throw new UnexpectedResponseError(line, status, body.what);
    return { request: line, status, json: body.json };
  }

  async #exchange(exchange: Exchange): Promise<Response<string>> {
    const { line, request } = exchange;
    // Loaded at the first request: a run that sends nothing should not pay for it.
    const got = await (this.#got ??= this.#load());
    const timeLeft = request.deadline.remaining();
    if (timeLeft === 0) throw new NoResponseError(line, OUT_OF_TIME, false);
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(new TimedOutError(line, OUT_OF_TIME)), timeLeft + 1);
    try {
      const pending = got(line.path.slice(1), {
        ...gotOptions(request),
        context: { exchange },
        signal: abort.signal,
      });
      const { largestMiB = LARGEST_MIB } = request;
      void pending.on("downloadProgress", ({ transferred }) => {
        if (transferred > largestMiB * 1024 * 1024)
          abort.abort(new UnexpectedResponseError(line, 200, `its body is larger than ${largestMiB} MiB`));
      });
      return await pending;
    } catch (error) {
      const failure = error as Partial<RequestError<string>>;
      if (failure.name === "HTTPError" && failure.response) return failure.response;
      throw ownError(failure.cause, abort.signal) ?? noResponse(line, failure, this.#options.attemptTimeout);
    } finally {
      clearTimeout(timer);
    }
  }

  #load(): Promise<Got> {
    return loadGot({
      ...this.#options,
      beforeSend: (context) => this.#beforeSend(exchangeIn(context)),
      retryDelay: (context, retry) => this.#retryDelay(exchangeIn(context), retry),
    });
  }

  async #beforeSend(exchange: Exchange): Promise<void> {
    const { deadline } = exchange.request;
    const slot = this.#rateLimiter.reserve(performance.now());
    if (slot > 0 && slot < deadline.remaining()) await deadline.wait(slot);
    // Another 429 may extend the pause meanwhile.
    for (let pause = this.#pauseLeft(); pause > 0; pause = this.#pauseLeft()) {
      if (pause >= deadline.remaining()) throw new RateLimitedError(exchange.line);
      await deadline.wait(pause);
    }
    await this.#options.maySend?.();
    exchange.sentAt = performance.now();
  }

  #pauseLeft(): number {
    return this.#rateLimiter.pauseLeft(performance.now());
  }

  #retryDelay({ request, sentAt }: Exchange, { attemptCount, error, retryAfter }: RetryObject): number {
    if (!isTransient(request.method, error)) return 0;
    const limited = error.response?.statusCode === 429;
    if (!limited && attemptCount > this.#options.maxRetries) return 0;
    // A Retry-After of zero, or a date in the past, still needs a pause.
    const delay = retryAfter || backoff(attemptCount);
    if (delay >= request.deadline.remaining()) return 0;
    if (limited) this.#rateLimiter.refused(sentAt, performance.now(), delay);
    return delay;
  }
}

/** What `#beforeSend` threw, which the library wraps, or why the request was aborted. */
function ownError(cause: unknown, signal: AbortSignal): PlainError | undefined {
  const reason: unknown = signal.reason;
  return [cause, reason].find((error) => error instanceof PlainError);
}

function exchangeIn(context: Record<string, unknown>): Exchange {
  return context["exchange"] as Exchange;
}

function redirectTarget({ headers: { location }, url }: Response<string>): string {
  if (location === undefined) return "nowhere";
  return URL.canParse(location, url) ? printable(new URL(location, url).host) : "an unreadable address";
}
