/** Why a name can't be used, each with the ways out: said by check at preview and by create. */
import type { ListedConnection } from "../api/records";
import { printable, quoted } from "../printable";
import { called } from "./reporter";

export function nameTaken(found: ListedConnection): string {
  const what = [found.connectionId, found.provider, found.model]
    .filter((part) => part !== undefined)
    .map(printable)
    .join(", ");
  return `a connection of the name ${quoted(found.connectionName)} exists (${what}). Set adopt: true to take it over, choose another connectionName, or delete it in the console`;
}

export function ambiguous(name: string, there: readonly ListedConnection[]): string {
  const ids = there.map((connection) => printable(connection.connectionId)).join(", ");
  return `${there.length} connections have the name ${quoted(name)} (${ids}), so none can be taken. Rename or delete the others in the console, or choose another connectionName`;
}

export function nothingToAdopt(name: string): string {
  return `there is no connection of the name ${quoted(name)} to adopt. Correct connectionName, or leave adopt out to make one`;
}

export function cannotAdopt(found: ListedConnection, differences: readonly string[]): string {
  return `${called(found.connectionName, found.connectionId)} can't be adopted, since it is not as declared: ${differences.join("; ")}. Declare it as it is there, or leave adopt out and choose another connectionName`;
}

export function perhapsOwn(akin: readonly ListedConnection[]): string {
  const there = akin
    .map(({ connectionName, connectionId }) => called(connectionName, connectionId))
    .join(", ");
  return `Perhaps in the way, as made for this resource with another key: ${there}. To take one over, set connectionName to its name and adopt to true for one pulumi up; afterwards both can be taken out again.`;
}
