/** What a user of Pulumi can do about an error of the API client, whose own advice is for scripts. */
import {
  CancelledError,
  ConnectionsApiError,
  NoConnectionError,
  NoResponseError,
  NotFoundError,
  RateLimitedError,
  RedirectError,
  RefusedError,
  UnauthorizedError,
  UnexpectedResponseError,
} from "../api/errors";
import { providerLabel, settingLabel } from "../settings";

const SEE_NETWORKS = "To find the cause, run npx pulumi-model-connections doctor, or see docs/networks.md.";

/**
 * The error's message, with the advice for a stack in place of that for a script.
 * @param provider the name of the explicit provider instance, if the connection has one and its name is known
 */
export function messageForStack(error: Error, provider: string | undefined): string {
  return error instanceof ConnectionsApiError ? error.messageWith(adviceFor(error, provider)) : error.message;
}

function adviceFor(error: ConnectionsApiError, provider: string | undefined): string {
  const host = settingLabel("host", provider);
  if (error instanceof UnauthorizedError)
    return (
      `${error.remedy} ${howToSetTheKey(provider)} ` +
      "A refresh or destroy uses the configuration of the last up, unless it runs with --run-program."
    );
  if (error instanceof NotFoundError)
    return `If the connection was deleted, run pulumi refresh; otherwise check the id and ${host}.`;
  if (error instanceof RateLimitedError && !error.isQuota)
    return "Run again later, or with a lower --parallel.";
  if (error instanceof RefusedError && error.method === "POST")
    return "Correct the arguments and run again. If an existing connection is in conflict, adopt it, or delete it in the platform's console.";
  if (error instanceof RedirectError)
    return `A redirect is never followed, because the request contains the key. Set ${host} to the platform itself.`;
  if (error instanceof UnexpectedResponseError)
    return `Check that ${host} is the platform and that no proxy responds in its place.`;
  if (error instanceof NoConnectionError) return `${error.remedy} ${SEE_NETWORKS}`;
  if (error instanceof CancelledError) return error.remedy;
  if (error instanceof NoResponseError)
    return `Check the network and ${host}, then run again. ${SEE_NETWORKS}`;
  return error.remedy;
}

function howToSetTheKey(provider: string | undefined): string {
  return provider === undefined
    ? "Set it with pulumi config set --secret model-connections:apiKey, or as MODEL_CONNECTIONS_API_KEY in the environment."
    : `Pass it to ${providerLabel(provider)} as its argument apiKey.`;
}
