/** What to do if the platform refuses an endpoint: which installation knows this form is not documented. */
import { ConnectionsApiError } from "../api/errors";
import { PlainError } from "../plain-error";
import { hasEndpoint } from "./form-of";
import type { Inputs } from "./properties";

/** How a platform refuses a form or a method that it doesn't know. */
const REFUSALS: ReadonlySet<number | undefined> = new Set([400, 404, 405, 412, 422]);

const CREATE =
  'Correct the arguments and run again. If this version of the platform doesn\'t know provider "API" with endpointUrl, use baseUrl and apiKey instead.';

const UPDATE =
  "Correct the arguments and run again. If this version of the platform can't change such a connection in place, create a new one: choose another connectionName if the program sets one, and run pulumi up --replace with the URN of the resource.";

/** The result of a write of an endpoint, or its refusal with the platform's reason and advice. */
export async function withFormAdvice<T>(inputs: Inputs, write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    throw formRefusal(inputs, error) ?? error;
  }
}

/** The error to show for a refusal of an endpoint; undefined for any other error. */
export function formRefusal(inputs: Inputs, error: unknown): Error | undefined {
  if (!(error instanceof ConnectionsApiError) || error.outcomeUnknown) return undefined;
  if (!hasEndpoint(inputs) || !REFUSALS.has(error.status)) return undefined;
  if (error.method === "POST") return new PlainError(error.messageWith(CREATE));
  const isGone = error.status === 404 ? "If the connection was deleted, run pulumi refresh. " : "";
  return new PlainError(error.messageWith(`${isGone}${UPDATE}`));
}
