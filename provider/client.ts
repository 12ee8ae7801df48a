/**
 * The typed client of the Connections API, for scripts.
 * @module pulumi-model-connections/client
 */
import { ApiClient } from "./api/client";
import { clientOptions, readSettings } from "./settings";

export type { CreateBody, ListFilter } from "./api/client";
export type { ConnectionRecord, ListedConnection } from "./api/records";
export {
  ConnectionsApiError,
  ForbiddenError,
  InvalidIdError,
  NoAnswerError,
  NotFoundError,
  RateLimitedError,
  RedirectError,
  RefusedError,
  ServerError,
  TimedOutError,
  UnauthorizedError,
  UnexpectedAnswerError,
} from "./api/errors";
export { SettingsError } from "./settings";

/** Where the client asks, and how patiently. */
export interface ConnectionsClientOptions {
  /** Host, host:port or URL of the platform. @default `MODEL_CONNECTIONS_HOST` */
  host?: string | undefined;
  /** The platform's key. @default `MODEL_CONNECTIONS_API_KEY` */
  apiKey?: string | undefined;
  /** Seconds that one call may take, all its retries included. @default 120 */
  timeoutSeconds?: number | undefined;
  /** How often GET and PATCH are sent again after a passing failure. @default 5 */
  maxRetries?: number | undefined;
  /** Whether the key may go over plain http to another machine. @default false */
  allowInsecureHttp?: boolean | undefined;
}

/** `list`, `get`, `create` and `updateKey`; every failure is a `ConnectionsApiError` that holds no key. */
export class ConnectionsClient extends ApiClient {
  /** @throws SettingsError naming everything that is missing or wrong */
  constructor(options: ConnectionsClientOptions = {}) {
    const given = new Map(
      Object.entries(options)
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => [`model-connections:${key}`, String(value)]),
    );
    super(clientOptions(readSettings({ get: (key) => given.get(key) })));
  }
}
