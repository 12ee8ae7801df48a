// A connection as the platform stores it, in the terms of the API reference.
import type { CustomApiMembers } from "./custom-api";

/** The provider types of "Create Connection". */
export const providers = ["API", "Open AI", "Azure Open AI", "Anthropic"] as const;
/** One of the four provider types. */
export type Provider = (typeof providers)[number];

/** The status values that "List All Connections" filters by. */
export const statuses = ["ACTIVE", "INACTIVE"] as const;
/**
 * The status of a connection. `FINALIZED` and `DRAFT` occur with provider "API"; a platform can have others.
 * The list filter `ACTIVE` also selects `FINALIZED`, and no filter selects the others.
 */
export type Status = (typeof statuses)[number] | "FINALIZED" | "DRAFT" | (string & {});

/** A connection as the emulator stores it. It contains the key and header values in plaintext, so it is for tests only. */
export interface StoredConnection extends CustomApiMembers {
  /** `cn-` and a UUID. */
  readonly connectionId: string;
  readonly connectionName: string;
  readonly provider: Provider;
  /** Absent for provider "API" with `fields`, unless the option `customApiModel` is on. */
  readonly model?: string;
  readonly status: Status;
  /** By wire name: `API_KEY`, `BASE_URL`, `api_version`, `your_resource_name`, `deployment_id`. Empty with an `endpointUrl`. */
  readonly fields: Readonly<Record<string, string>>;
  /** ISO 8601, milliseconds, unless `setDates` set it. */
  readonly createdOn: string;
  /** As `createdOn`; equal to it until the first change. */
  readonly modifiedOn: string;
}

/** The properties that a new connection needs: `fields`, or an `endpointUrl` and what belongs to it. */
export interface ConnectionDraft extends CustomApiMembers {
  readonly provider: Provider;
  readonly connectionName: string;
  readonly model?: string | undefined;
  /** By wire name, including `API_KEY`. */
  readonly fields?: Readonly<Record<string, string>> | undefined;
  /** @default "ACTIVE" */
  readonly status?: Status | undefined;
}
