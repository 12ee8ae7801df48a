/** The table of settings: meaning, type, fallback and limits of each. A program loads this file, so it imports nothing. */

/** The settings by their names in the configuration, with the types of their values. */
export interface SettingValues {
  /**
   * Host, host:port or URL of the platform. Where it can be omitted, `MODEL_CONNECTIONS_HOST` is the fallback. If it
   * names another platform, connections are created there and those on the old platform remain; if it is another name of
   * the same platform, only state is updated. If `MODEL_CONNECTIONS_HOST` is set, keys from the environment are sent only
   * to the platform that it names.
   */
  host: string;
  /**
   * The platform's API key, a secret. Where it can be omitted, `MODEL_CONNECTIONS_API_KEY` is the fallback. A change
   * affects no connection.
   */
  apiKey: string;
  /**
   * Seconds that one operation may take, with all its requests and retries: a create, read, update or delete, or one call
   * of the client. A check during preview takes 30 s at most.
   * @default 120
   */
  timeoutSeconds?: number;
  /**
   * How often GET and PATCH are sent again after a 408, a 5xx or a network error. After a 429 a request is sent again for
   * as long as the time allows.
   * @default 5
   */
  maxRetries?: number;
  /** Whether the key may be sent over plain http to another machine. @default false */
  allowInsecureHttp?: boolean;
  /**
   * Whether a connection's key counts as possibly changed outside Pulumi when `modifiedOn` has changed and nothing else
   * explains it.
   * @default true
   */
  watchModifiedOn?: boolean;
  /** Whether a refresh may remove all connections from the stack at once. @default false */
  acceptAllGone?: boolean;
  /**
   * For how many hours after its creation a connection may be reclaimed. It must have the resource's automatic name and
   * arguments, and be unchanged since its creation. With 0, none is reclaimed.
   * @default 24
   */
  reclaimHours?: number;
}

/** The names of all settings. */
export type SettingName = keyof SettingValues;

/** A row of the table. */
export interface Setting {
  /** The environment variable that is the fallback. */
  readonly variable?: string;
  /** The value if the setting is given nowhere; without one it is required. */
  readonly fallback?: number | boolean;
  readonly least?: number;
  readonly most?: number;
}

/** One row per setting. */
export const SETTINGS = {
  host: { variable: "MODEL_CONNECTIONS_HOST" },
  apiKey: { variable: "MODEL_CONNECTIONS_API_KEY" },
  // A day at most: Node's timers accept no more than some weeks.
  timeoutSeconds: { fallback: 120, least: 0.1, most: 86_400 },
  maxRetries: { fallback: 5, least: 0, most: 100 },
  allowInsecureHttp: { fallback: false },
  watchModifiedOn: { fallback: true },
  acceptAllGone: { fallback: false, variable: "MODEL_CONNECTIONS_ACCEPT_ALL_GONE" },
  // A year at most.
  reclaimHours: { fallback: 24, least: 0, most: 8_760 },
} as const satisfies Record<SettingName, Setting>;

/** A setting's full key in the configuration of a stack or explicit provider. */
export function configKey(name: SettingName): string {
  return `model-connections:${name}`;
}

/** Names of the settings whose fallback has this type. */
export type NamesOf<T> = {
  [K in SettingName]: (typeof SETTINGS)[K] extends { fallback: T } ? K : never;
}[SettingName];
