/** What a user of Pulumi can do about an error of the API client, whose own advice is for scripts. */
import {
  ConnectionsApiError,
  NoResponseError,
  NotFoundError,
  RateLimitedError,
  RedirectError,
  RefusedError,
  UnauthorizedError,
  UnexpectedResponseError,
} from "../api/errors";

/** The error's message, with the advice for a stack in place of that for a script. */
export function messageForStack(error: Error): string {
  return error instanceof ConnectionsApiError ? error.messageWith(adviceFor(error)) : error.message;
}

function adviceFor(error: ConnectionsApiError): string {
  if (error instanceof UnauthorizedError)
    return (
      "Set a valid key with pulumi config set --secret model-connections:apiKey, or as MODEL_CONNECTIONS_API_KEY in the environment. " +
      "A refresh or destroy uses the configuration of the last up, unless it runs with --run-program."
    );
  if (error instanceof NotFoundError)
    return "If the connection was deleted, run pulumi refresh; otherwise check the id and model-connections:host.";
  if (error instanceof RateLimitedError) return "Run again later, or with a lower --parallel.";
  if (error instanceof RefusedError && error.method === "POST")
    return "Correct the arguments and run again. If an existing connection is in conflict, adopt it, or delete it in the platform's console.";
  if (error instanceof RedirectError)
    return "A redirect is never followed, because the request contains the key. Set model-connections:host to the platform itself.";
  if (error instanceof UnexpectedResponseError)
    return "Check that model-connections:host is the platform and that no proxy responds in its place.";
  if (error instanceof NoResponseError)
    return "Check the network and model-connections:host, then run again.";
  return error.remedy;
}
