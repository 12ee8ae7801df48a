// What the platform keeps of one connection, and the words the API reference has for it.

/** The provider types of "Create Connection". */
export const providers = ["API", "Open AI", "Azure Open AI", "Anthropic"] as const;
/** One of the four provider types. */
export type Provider = (typeof providers)[number];

/** The states that "List All Connections" filters by. */
export const statuses = ["ACTIVE", "INACTIVE"] as const;
/** `ACTIVE` or `INACTIVE`. */
export type Status = (typeof statuses)[number];

/** A connection as the emulator stores it: with the key in clear, so for tests only. */
export interface StoredConnection {
  /** `cn-` and a UUID. */
  readonly connectionId: string;
  readonly connectionName: string;
  readonly provider: Provider;
  /** Absent for provider "API". */
  readonly model?: string;
  readonly status: Status;
  /** By wire name: `API_KEY`, `BASE_URL`, `api_version`, `your_resource_name`, `deployment_id`. */
  readonly fields: Readonly<Record<string, string>>;
  /** ISO 8601, milliseconds. */
  readonly createdOn: string;
  /** ISO 8601, milliseconds; equal to `createdOn` until the first change. */
  readonly modifiedOn: string;
}

/** What somebody has to say about a connection to have it stored. */
export interface ConnectionDraft {
  readonly provider: Provider;
  readonly connectionName: string;
  readonly model?: string | undefined;
  /** By wire name, `API_KEY` among them. */
  readonly fields: Readonly<Record<string, string>>;
  /** @default "ACTIVE" */
  readonly status?: Status | undefined;
}
