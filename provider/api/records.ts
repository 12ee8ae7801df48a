/** A connection as the API returns it. Plain types, so that a user's compiler does not load zod. */
import type { Json } from "../json";
import type { Header } from "./headers";

/** The providers of the API (reference: Create Connection, `provider`). */
export const PROVIDERS = ["API", "Open AI", "Azure Open AI", "Anthropic"] as const;

/** The values that a list can be filtered by (reference: List All Connections, `status`). */
export const STATUSES = ["ACTIVE", "INACTIVE"] as const;

/** An id becomes part of a path and of state, so it must not need escaping. */
export const CONNECTION_ID = /^(?!\.{1,2}$)[A-Za-z0-9._~-]{1,128}$/;

/** The most characters of a value. Longer values are cut when they are received; real ones are much shorter. */
export const LONGEST_TEXT = 2_048;

/** What a mask shows of a key. */
export function unmasked(mask: string): string {
  return mask.replace(/[*•●…]/gu, "");
}

/** A connection in a list, without fields. */
export interface ListedConnection {
  connectionId: string;
  connectionName: string;
  provider: string;
  model: string | undefined;
  status: string | undefined;
  createdOn: string | undefined;
  modifiedOn: string | undefined;
}

/** What the platform may return of a custom endpoint (custom API connections). None of it is documented for GET. */
export interface EndpointRecord {
  endpointUrl?: string | undefined;
  /** Each value is a mask, or a hash of what the platform shows. */
  headers?: readonly Header[] | undefined;
  mapProvider?: string | undefined;
  llmFeatures?: Json | undefined;
  IOMappings?: Json | undefined;
  payload?: Json | undefined;
  promptVars?: Json | undefined;
  customVars?: Json | undefined;
  outputPath?: string | undefined;
  inputTokensPath?: string | undefined;
  outputTokensPath?: string | undefined;
}

/** A connection with its fields. The key is masked. */
export interface ConnectionRecord extends ListedConnection, EndpointRecord {
  modelType: string | undefined;
  fields: {
    API_KEY?: string | undefined;
    BASE_URL?: string | undefined;
    api_version?: string | undefined;
    your_resource_name?: string | undefined;
    deployment_id?: string | undefined;
  };
}
