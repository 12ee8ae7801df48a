// What the platform accepts only once: a name, and a key for the same provider and model.
import { ApiError } from "./api-error";
import type { ConnectionDraft, StoredConnection } from "./connection";

interface Uniqueness {
  readonly uniqueNames: boolean;
  readonly uniqueKeys: boolean;
  readonly duplicateStatus: number;
}

/** @throws ApiError with `duplicateStatus` if one of `others` already has the connection's name, or its key for the same model */
export function rejectDuplicates(
  draft: ConnectionDraft,
  others: readonly StoredConnection[],
  { uniqueNames, uniqueKeys, duplicateStatus }: Uniqueness,
): void {
  if (uniqueNames && others.some((other) => other.connectionName === draft.connectionName))
    throw new ApiError(duplicateStatus, "CONNECTION_NAME_TAKEN", "A connection with this name exists.");
  if (uniqueKeys && others.some((other) => sharesKey(draft, other)))
    throw new ApiError(
      duplicateStatus,
      "API_KEY_IN_USE",
      "This API key is used by another connection to the same model.",
    );
}

// Provider "API" has no model or no key, and one key or header may be valid for several URLs.
const sharesKey = (one: ConnectionDraft, other: ConnectionDraft): boolean =>
  one.model !== undefined &&
  one.provider === other.provider &&
  one.model === other.model &&
  one.fields?.["API_KEY"] !== undefined &&
  one.fields["API_KEY"] === other.fields?.["API_KEY"];
