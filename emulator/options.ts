// The options of an emulator. Plain types, so that the compiler of a user's tests doesn't load zod.
import type { MaskStyle } from "./masks";

/** Options of {@link startEmulator}; all are optional. */
export interface EmulatorOptions {
  /**
   * Port on 127.0.0.1; 0 selects a free one.
   * @default 0
   */
  port?: number | undefined;
  /**
   * JSON file that keeps the connections and both platform keys across restarts; created if missing.
   * It contains keys in plaintext, so only its owner can read it. One emulator at a time can use it.
   * @default none: everything is lost at stop
   */
  stateFile?: string | undefined;
  /**
   * Platform key with both scopes, "View Connections" and "Manage Connections".
   * @default the key in the state file, otherwise a random one
   */
  apiKey?: string | undefined;
  /**
   * Platform key with only the scope "View Connections": POST and PATCH get a 403.
   * @default the key in the state file, otherwise a random one
   */
  viewOnlyKey?: string | undefined;
  /**
   * How responses mask connection keys. `reference`: GET as `sk-***************`, POST and PATCH as
   * `sk***************MQAA`. `edges`: the second style everywhere. `stars`: 15 asterisks everywhere.
   * @default "reference"
   */
  maskStyle?: MaskStyle | undefined;
  /**
   * Rejects a second connection with the same name with 409. The reference does not say what the platform does.
   * @default true
   */
  uniqueNames?: boolean | undefined;
  /**
   * Rejects a second connection with the same key, provider and model with 409. Provider "API", which has
   * no model, is exempt. The reference does not say what the platform does.
   * @default true
   */
  uniqueKeys?: boolean | undefined;
  /**
   * Number of connections in a list response when the request has no `limit`.
   * @default all
   */
  defaultLimit?: number | undefined;
  /**
   * Requests per second, with a burst of one second's worth. Further requests get a 429 with Retry-After in seconds.
   * @default no limit
   */
  requestsPerSecond?: number | undefined;
  /**
   * Number of reads (by id, and lists) that don't see a connection just created through the API.
   * @default 0
   */
  readLag?: number | undefined;
}
