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
   * Platform key with only the scope "View Connections": POST and PATCH are refused.
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
   * Rejects a second connection with the same name, with `duplicateStatus`. The reference does not say what the platform does.
   * @default true
   */
  uniqueNames?: boolean | undefined;
  /**
   * Rejects a second connection with the same key, provider and model, with `duplicateStatus`. Provider "API"
   * is exempt, and a header value is not a key. The reference does not say what the platform does.
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
  /**
   * The forms in which the platform stores what POST and PATCH send, before it checks for duplicates. `slash`: BASE_URL
   * and endpointUrl end with a slash. `lowerCase`: the model is in lower case. `prefix`: the model starts with
   * `models/`. `keyOrder`: payload, llmFeatures, promptVars and customVars have their keys in alphabetical order. Edits
   * in the console are stored as they are.
   * @default none
   */
  canonicalForms?: readonly ("slash" | "lowerCase" | "prefix" | "keyOrder")[] | undefined;
  /**
   * The body of the API's error responses. `simple`: `{"error":{"code","message"}}`. `platform`:
   * `{"errors":[{"msg","code"}],"timestamp","path"}`, where the code is the status. A missing scope is then a 401
   * with code 4002; otherwise it is a 403. The reference documents no error body.
   * @default "simple"
   */
  errorStyle?: "simple" | "platform" | undefined;
  /**
   * Status of the response that refuses a name or key which is already in use.
   * @default 409
   */
  duplicateStatus?: 400 | 409 | 412 | undefined;
  /**
   * The most connections that one list response has, with or without a `limit`. `total` still counts all.
   * @default no maximum
   */
  largestLimit?: number | undefined;
  /**
   * What happens to a list request with a `limit` above `largestLimit`. `fewer`: the response has `largestLimit`
   * connections. `refused`: the response is a 400. Without `largestLimit`, it changes nothing.
   * @default "fewer"
   */
  largerLimit?: "fewer" | "refused" | undefined;
  /**
   * Connections of provider "API" that POST creates with `fields` have a model, which the platform makes up, and the status
   * FINALIZED in place of ACTIVE.
   * @default false
   */
  customApiModel?: boolean | undefined;
  /**
   * What the platform makes of the second form of provider "API", with `endpointUrl` and `headers`. `masked`: responses
   * show it, with header values as masks. `plaintext`: with header values in plaintext. `hidden`: responses show nothing
   * but what every connection has. `unknown`: an older platform refuses a POST in this form and each PATCH of provider
   * "API". The reference does not say what responses contain.
   * @default "masked"
   */
  customApi?: "masked" | "plaintext" | "hidden" | "unknown" | undefined;
  /**
   * Properties that the API's responses and list items leave out: `model`, `status`, `fields`, `createdOn`,
   * `modifiedOn`, and `total` of a list. No other name is accepted.
   * @default none
   */
  omit?: readonly string[] | undefined;
}
