// The exported state of a stack, as far as the tests read it.
import { isConnection } from "./event-log";
import type { EngineStack } from "./stack";

export interface Deployment {
  version: number;
  deployment: { resources?: StateResource[]; pending_operations?: unknown[] };
}

export interface StateResource {
  urn: string;
  type: string;
  id?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  [other: string]: unknown;
}

/** Id and name of each managed connection, by logical name. */
export type Identities = Record<string, { id: string; name: string }>;

/** The connections by logical name. Without `showSecrets`, secrets are ciphertext. */
export async function managed(
  stack: EngineStack,
  options: { showSecrets?: boolean } = {},
): Promise<Record<string, StateResource>> {
  const { deployment } = await stack.exportState(options);
  const connections = (deployment.resources ?? []).filter(isConnection);
  return Object.fromEntries(connections.map((resource) => [resource.urn.split("::").at(-1)!, resource]));
}

export async function identities(stack: EngineStack): Promise<Identities> {
  return Object.fromEntries(
    Object.entries(await managed(stack)).map(([logicalName, { id, outputs }]) => [
      logicalName,
      { id: id!, name: String(outputs?.["connectionName"]) },
    ]),
  );
}

/**
 * All resources in a form that can be compared. Secrets are in plain text, since each export encrypts them again.
 * What every run renews is left out: the time, and empty lists of dependencies.
 */
export async function resourcesOf(stack: EngineStack): Promise<StateResource[]> {
  const { deployment } = await stack.exportState({ showSecrets: true });
  // Their order depends on which of several writes ends first.
  const inOrder = [...(deployment.resources ?? [])].sort((a, b) => (a.urn < b.urn ? -1 : 1));
  return inOrder.map((resource) => ({ ...resource, modified: undefined, propertyDependencies: undefined }));
}
