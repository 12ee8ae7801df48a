// Reports a failed request as the outcome of a check.
import type { ConnectionsApiError } from "../../provider/client";
import type { Outcome } from "./examination";

/** What happened, and what to do. */
export function failure(error: ConnectionsApiError, withNames: boolean): Outcome<never> {
  const { text, hint } = reported(error, withNames);
  return { ok: false, text, advice: hint === undefined ? error.remedy : `${error.remedy} ${hint}` };
}

/** What happened. The platform's own words are included only if names may be shown, because they can contain one. */
export function reported(
  error: ConnectionsApiError,
  withNames: boolean,
): { readonly text: string; readonly hint: string | undefined } {
  const shown = withNames ? error.said : error.ownWords;
  const hint = shown === error.said ? undefined : "--names shows what the platform said.";
  return { text: `${shown}${statusOf(error)}`, hint };
}

/** The status for the end of a sentence; nothing if no response arrived. */
export function statusOf({ status }: ConnectionsApiError): string {
  return status === undefined ? "" : ` (status ${status})`;
}
