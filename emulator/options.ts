// The options of an emulator. Plain types, so that the compiler of a user's tests needs no zod.
import type { MaskStyle } from "./masks";

/** Options of {@link startEmulator}; every one can be left out. */
export interface EmulatorOptions {
  /**
   * Port on 127.0.0.1; 0 takes a free one.
   * @default 0
   */
  port?: number | undefined;
  /**
   * JSON file in which connections and both platform keys survive a restart, made when it isn't there.
   * It holds keys in clear, so it is readable by its owner alone. One emulator at a time.
   * @default none: everything is forgotten at stop
   */
  stateFile?: string | undefined;
  /**
   * Platform key with both scopes, "View Connections" and "Manage Connections".
   * @default the one in the state file, else a random one
   */
  apiKey?: string | undefined;
  /**
   * Platform key with the scope "View Connections" alone: POST and PATCH answer 403.
   * @default the one in the state file, else a random one
   */
  viewOnlyKey?: string | undefined;
  /**
   * How answers show connection keys. `reference`: GET as `sk-***************`, POST and PATCH as
   * `sk***************MQAA`. `edges`: the second style everywhere. `stars`: 15 stars everywhere.
   * @default "reference"
   */
  maskStyle?: MaskStyle | undefined;
  /**
   * Refuses a second connection of a name with 409. The reference is silent on this.
   * @default true
   */
  uniqueNames?: boolean | undefined;
  /**
   * Refuses the same key for the same provider and model a second time with 409; provider "API", which has
   * no model, is exempt. The reference is silent on this.
   * @default true
   */
  uniqueKeys?: boolean | undefined;
  /**
   * Number of connections in a list answer when the request asks for no `limit`.
   * @default all
   */
  defaultLimit?: number | undefined;
  /**
   * Requests a second, with a burst of one second's worth; more answer 429 with Retry-After in seconds.
   * @default no limit
   */
  requestsPerSecond?: number | undefined;
  /**
   * Number of reads (by id, and lists) that don't see a connection just created through the API.
   * @default 0
   */
  readLag?: number | undefined;
}
