/** Why a name can't be used, each with what to do about it. Check reports it at preview, create at up. */
import type { ListedConnection } from "../api/records";
import { printable, printableList, quoted } from "../printable";
import { label } from "./reporter";

export function nameInUse({ connectionName, connectionId, provider, model }: ListedConnection): string {
  const what = [connectionId, provider, model]
    .filter((part) => part !== undefined)
    .map(printable)
    .join(", ");
  return `a connection named ${quoted(connectionName)} already exists (${what}). Set adopt: true to adopt it, choose another connectionName, or delete it in the console`;
}

/** Several connections have the name; what to do about it depends on who asks. */
export function ambiguous(
  name: string,
  found: readonly ListedConnection[],
  remedy = "choose another connectionName",
): string {
  const ids = printableList(found.map(({ connectionId }) => connectionId));
  return `${found.length} connections are named ${quoted(name)} (${ids}), so it is unclear which one is meant. Delete all but one in the console, or ${remedy}`;
}

/** @param gap what the list lacks, in words */
export function nothingToAdopt(name: string, gap: string | undefined): string {
  const unless = gap === undefined ? "" : `, unless it is not listed: ${gap}`;
  return `no connection is named ${quoted(name)}, so there is nothing to adopt${unless}. Correct connectionName, or remove adopt to create a connection`;
}

/** An auto-name is in use by a connection that doesn't look like what an interrupted create leaves. */
export function notReclaimed({ connectionName, connectionId }: ListedConnection, reason: string): string {
  return (
    `model connection ${label(connectionName, connectionId)} already has this resource's automatic name and is not touched, because it doesn't look like what an interrupted run leaves: ${reason}. ` +
    `A new connection gets the next free name. If this stack owns the existing one, manage it instead: ${ADOPT_ONCE}.`
  );
}

/** How an auto-named resource adopts a connection. */
const ADOPT_ONCE =
  "set connectionName to its name and adopt to true for one pulumi up, then remove both again";

/** What to do if a connection exists that doesn't have the name of the resource. */
const ALIASES_OR_ADOPT =
  "If the resource was renamed, give it aliases with its old name. " +
  "If one of them is meant, and no resource of any stack manages it, set connectionName to its name and adopt to true; it then gets the program's key. Remove adopt after pulumi up, and keep connectionName.";

export function cannotAdopt(found: ListedConnection, differences: readonly string[]): string {
  return `${label(found.connectionName, found.connectionId)} can't be adopted because it differs from the program: ${differences.join("; ")}. Change the program to match, or remove adopt and choose another connectionName`;
}

/** @param other the logical name of the other resource, if it is known */
export function declaredTwice(name: string, other?: string): string {
  const who = other === undefined ? "another resource" : `the resource ${quoted(other)}`;
  return `${who} of this program also uses the name ${quoted(name)}; give each resource its own connectionName`;
}

export function perhapsCreatedBefore(candidates: readonly ListedConnection[]): string {
  return `If another connection already has this key, it may be one of these, which this resource may have created earlier: ${labels(candidates)}. To manage one of them instead, ${ADOPT_ONCE}.`;
}

export function replacedHasKey({ connectionName, connectionId }: ListedConnection): string {
  return `${label(connectionName, connectionId)} already has this key, and it stays on the platform when it is replaced. Use another key for the new connection, or change the program to match the existing one.`;
}

export function perhapsRenamed(candidates: readonly ListedConnection[]): string {
  return (
    `If another connection already has this key, it may be one of these, which have the same provider and model: ${labels(candidates)}. ` +
    `${ALIASES_OR_ADOPT} Otherwise use another key.`
  );
}

function labels(connections: readonly ListedConnection[]): string {
  return printableList(
    connections.map(({ connectionName, connectionId }) => label(connectionName, connectionId)),
  );
}
