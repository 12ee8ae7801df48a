/** The requests of the lookups, in a separate file so that importing the package loads no HTTP client. */
import { ApiClient, type ListFilter } from "../api/client";
import type { ConnectionDetails, ConnectionSummary } from "../model-connection/lookup-results";
import { findWith, listWith } from "../model-connection/lookups";
import {
  type SettingsSource,
  clientOptions,
  ofInlineProgram,
  ofProvider,
  readSettings,
  stackSource,
} from "../settings";
import { isStartedByEngine } from "./program-process";

/** Settings by their full keys in the configuration. */
type Given = Readonly<Record<string, string>>;

/** Where a lookup reads from. */
export interface Where {
  readonly given: Given;
  /** The name of the explicit provider instance, if it has one. */
  readonly provider: string | undefined;
}

export async function findConnections(where: Where, filter: ListFilter): Promise<ConnectionSummary[]> {
  return listWith(clientOf(where), filter);
}

export async function findConnection(where: Where, id?: string, name?: string): Promise<ConnectionDetails> {
  return findWith(clientOf(where), id, name);
}

function clientOf(where: Where): ApiClient {
  return new ApiClient(clientOptions(readSettings(sourceOf(where))));
}

function sourceOf({ given, provider }: Where): SettingsSource {
  const source = stackSource({ get: (key) => given[key] });
  if (provider !== undefined) return ofProvider(source, provider);
  return isStartedByEngine() ? source : ofInlineProgram(source);
}
