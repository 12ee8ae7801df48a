/**
 * The typed client of the Connections API, for scripts.
 * @module pulumi-model-connections/client
 */
import { ApiClient } from "./api/client";
import { type SettingsSource, clientOptions, readSettings } from "./settings";
import { SETTINGS, type SettingName, type SettingValues } from "./settings-table";

export type { CreateBody, EndpointBody, KeyBody, ListFilter, Listing, UpdateBody } from "./api/client";
export type { Header } from "./api/headers";
export type { Json, JsonObject } from "./json";
export type { ConnectionRecord, EndpointRecord, ListedConnection } from "./api/records";
export {
  ConnectionsApiError,
  FirewallError,
  ForbiddenError,
  IncompleteListError,
  InvalidIdError,
  NoApiError,
  NoConnectionError,
  NoResponseError,
  NotFoundError,
  RateLimitedError,
  RedirectError,
  RefusedError,
  ServerError,
  TimedOutError,
  UnauthorizedError,
  UnexpectedResponseError,
} from "./api/errors";
export { SettingsError } from "./settings";

/**
 * How to reach the platform. An option that is omitted or undefined has its default.
 * @interface
 */
export type ConnectionsClientOptions = {
  [Name in keyof Omit<SettingValues, "watchModifiedOn" | "acceptAllGone" | "reclaimHours">]?:
    SettingValues[Name] | undefined;
};

/** `list`, `get`, `create`, `updateKey` and `update`. Each failure is a `ConnectionsApiError`, which never contains a key. */
export class ConnectionsClient extends ApiClient {
  /** @throws SettingsError that names every missing or invalid option */
  constructor(options: ConnectionsClientOptions = {}) {
    super(clientOptions(readSettings(optionsSource(options))));
  }
}

function optionsSource(options: { [Name in SettingName]?: SettingValues[Name] | undefined }): SettingsSource {
  return {
    // `null` of an untyped caller is a value, and an invalid one. It must not fall back to the environment.
    get: (name) => (options[name] === undefined ? undefined : String(options[name])),
    label: (name) => name,
    howToSet: (name) => `pass ${name}, or set ${SETTINGS[name].variable}`,
  };
}
