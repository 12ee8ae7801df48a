/** The results of the lookups. */

/** A connection in a list. */
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

/** A connection with its readable fields. The key is masked by the platform. */
export interface ConnectionDetails extends ConnectionSummary {
  baseUrl?: string;
  apiVersion?: string;
  resourceName?: string;
  deploymentId?: string;
  /** The URL of a connection of provider "API" that sends headers; its other members are below. */
  endpointUrl?: string;
  mapProvider?: string;
  outputPath?: string;
  inputTokensPath?: string;
  outputTokensPath?: string;
  maskedApiKey?: string;
}
