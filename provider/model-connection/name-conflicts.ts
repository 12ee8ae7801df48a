/** Why a name can't be used, each with what to do about it. Check reports it at preview, create at up. */
import type { ListedConnection } from "../api/records";
import { printable, printableList, quoted } from "../printable";
import { label } from "./reporter";

/** @param remedy what to do, if the connection can't be adopted */
export function nameInUse(found: ListedConnection, remedy = waysOut(found)): string {
  const { connectionName, connectionId, provider, model } = found;
  const what = [connectionId, provider, model]
    .filter((part) => part !== undefined)
    .map(printable)
    .join(", ");
  return `a connection named ${quoted(connectionName)} already exists (${what}). ${remedy}`;
}

/** An endpoint can be renamed, by a resource of the program that the engine compares only later. */
function waysOut({ provider }: ListedConnection): string {
  const ways = "Set adopt: true to adopt it, choose another connectionName, or delete it in the console";
  return provider === "API"
    ? `${ways}; or, if another resource of this program has it and renames it, first run pulumi up for that change only`
    : ways;
}

/** For a resource that has a connection already, or if another resource of the program has this one. */
export const FREE_NAME_FIRST =
  "Choose another connectionName, or first run pulumi up with only the change that frees this name";

/** @param keeper the logical name of the resource that keeps the connection, if it is known */
export function keptByOther({ connectionName, connectionId }: ListedConnection, keeper?: string): string {
  return `${resource(keeper)} of this program manages it and only renames it, so ${label(connectionName, connectionId)} can't be adopted. Remove adopt, and choose another connectionName`;
}

/** The same for the resource that keeps it. */
export function alsoAdopted(adopter?: string): string {
  return `${resource(adopter)} of this program adopts or reclaims this connection. Give that resource another connectionName, or remove this resource from the program`;
}

/** Two resources have one connection in state: each would undo the changes of the other. */
export function keptTwice(other?: string): string {
  return `${resource(other)} of this program has the same connection in state. Remove one of the two from the program and from the state: pulumi state delete leaves the connection as it is`;
}

function resource(logicalName: string | undefined): string {
  return logicalName === undefined ? "another resource" : `the resource ${quoted(logicalName)}`;
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

/**
 * @param gap what the list lacks, in words
 * @param without what happens without `adopt`
 */
export function nothingToAdopt(
  name: string,
  gap: string | undefined,
  without = "create a connection",
): string {
  const unless = gap === undefined ? "" : `, unless it is not listed: ${gap}`;
  return `no connection is named ${quoted(name)}, so there is nothing to adopt${unless}. Correct connectionName, or remove adopt to ${without}`;
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
  return `${resource(other)} of this program also uses the name ${quoted(name)}; give each resource its own connectionName`;
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
