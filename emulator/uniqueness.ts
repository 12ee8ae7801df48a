// What the platform will not have twice: a name, and a key for one model.
import type { ConnectionDraft, StoredConnection } from "./connection";
import { Refusal } from "./refusal";

export interface Uniqueness {
  readonly uniqueNames: boolean;
  readonly uniqueKeys: boolean;
}

/** Refuses a connection that would be a double among `others`. */
export function refuseDoubles(
  draft: ConnectionDraft,
  others: readonly StoredConnection[],
  { uniqueNames, uniqueKeys }: Uniqueness,
): void {
  if (uniqueNames && others.some((other) => other.connectionName === draft.connectionName))
    throw new Refusal(409, "CONNECTION_NAME_TAKEN", "A connection with this name exists.");
  if (uniqueKeys && others.some((other) => sharesKey(draft, other)))
    throw new Refusal(409, "API_KEY_IN_USE", "This API key is used by another connection to the same model.");
}

// Provider "API" has no model, and one key may well open several base URLs.
const sharesKey = (one: ConnectionDraft, other: ConnectionDraft): boolean =>
  one.model !== undefined &&
  one.provider === other.provider &&
  one.model === other.model &&
  one.fields["API_KEY"] === other.fields["API_KEY"];
