// The first response of the API: whether it comes from the platform, and what the platform's clock shows.
import { ConnectionsApiError, ForbiddenError, UnauthorizedError } from "../../provider/client";
import { printable } from "../../provider/printable";
import type { Outcome } from "./examination";
import { failure, statusOf } from "./failure";
import type { Route } from "./proxy";
import type { Platform } from "./settings";

/** What the platform responded to the first request. */
export interface FirstResponse {
  /** Why it refused the request; undefined if it didn't. */
  readonly refusal: UnauthorizedError | ForbiddenError | undefined;
}

/** Requests a list of at most one connection. That the key is refused is a response too. */
export async function checkResponse(
  { platform, route }: { platform: Platform; route: Route },
  withNames: boolean,
): Promise<Outcome<FirstResponse>> {
  const text = `it responds at ${printable(platform.url.href)}`;
  try {
    await platform.client.listing({ limit: 1 });
    return { ok: true, text, found: { refusal: undefined } };
  } catch (error) {
    if (error instanceof UnauthorizedError || error instanceof ForbiddenError)
      return { ok: true, text: `${text}${statusOf(error)}`, found: { refusal: error } };
    if (error instanceof ConnectionsApiError)
      return withProxy(failure(error, withNames), error, platform.url, route);
    throw error;
  }
}

/** Names the proxy if it may be the reason: without a response, or over plain http, where a proxy can respond itself. */
function withProxy<T>(
  outcome: Outcome<T>,
  { status }: ConnectionsApiError,
  url: URL,
  { proxy }: Route,
): Outcome<T> {
  if (proxy === undefined || (status !== undefined && url.protocol === "https:")) return outcome;
  const text = outcome.text.includes(proxy.address)
    ? outcome.text
    : `${outcome.text}; the request went through the proxy ${proxy.address}`;
  const check = `Check the proxy first (${proxy.variable}).`;
  return { ...outcome, text, advice: `${check} ${outcome.advice ?? ""}`.trim() };
}

const SECOND = 1_000;
const MOST_SECONDS = 60;

/** Compares the clocks. A Date header has whole seconds. */
export function checkClock({ platform: { client } }: { platform: Platform }): Outcome {
  if (!client.knowsPlatformTime)
    return { ok: null, text: "not checked: the platform's responses have no Date header" };
  const seconds = Math.round((Date.now() - client.platformTime()) / SECOND);
  if (Math.abs(seconds) <= MOST_SECONDS)
    return {
      ok: true,
      text: `this machine's clock and the platform's differ by at most ${MOST_SECONDS} s`,
    };
  return {
    ok: false,
    text: `this machine's clock is ${durationOf(Math.abs(seconds))} ${seconds > 0 ? "ahead of" : "behind"} the platform's`,
    advice:
      "Correct this machine's clock. If it is right, the platform's is wrong: then reclaimHours counts from a wrong time, and an interrupted create may not be reclaimed.",
  };
}

function durationOf(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} minutes`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}
