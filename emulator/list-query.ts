// What a list request selects, and how many connections its response has.
import type { z } from "zod";
import { ApiError } from "./api-error";
import type { StoredConnection } from "./connection";
import type { listQuery } from "./request-schemas";
import type { Settings } from "./settings";

type Query = z.output<typeof listQuery>;
type Limits = Pick<Settings, "defaultLimit" | "largestLimit" | "largerLimit">;

/** Whether the filters of the query select a connection. A FINALIZED one counts as ACTIVE. */
export const isSelected = (connection: StoredConnection, { provider, status }: Query): boolean =>
  (provider === undefined || connection.provider === provider) &&
  (status === undefined || (connection.status === "FINALIZED" ? "ACTIVE" : connection.status) === status);

/**
 * The most connections that the response has.
 * @throws ApiError 400 if `limit` is above `largestLimit` and such a limit is refused
 */
export function pageSize({ limit }: Query, settings: Limits): number {
  const { defaultLimit = Infinity, largestLimit = Infinity, largerLimit } = settings;
  if (limit !== undefined && limit > largestLimit && largerLimit === "refused")
    throw new ApiError(400, "INVALID_REQUEST", `limit: must be ${largestLimit} or less`);
  return Math.min(limit ?? defaultLimit, largestLimit);
}
