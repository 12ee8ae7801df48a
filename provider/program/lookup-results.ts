/** What the lookups answer. */

/** A connection as a list shows it. */
export interface ConnectionSummary {
  id: string;
  connectionName: string;
  /** One of the four providers, or another integration of the platform. */
  provider: string;
  model?: string;
  status?: string;
  /** ISO 8601. */
  createdOn?: string;
  /** ISO 8601. */
  modifiedOn?: string;
}

/** A connection with its readable fields; the key as the platform masks it. */
export interface ConnectionDetails extends ConnectionSummary {
  baseUrl?: string;
  apiVersion?: string;
  resourceName?: string;
  deploymentId?: string;
  maskedApiKey?: string;
}
