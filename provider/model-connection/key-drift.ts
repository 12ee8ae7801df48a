/** Whether the key changed outside Pulumi, judged by the mask and the date that the platform shows. */
import { unmasked } from "../api/records";
import { headerDifferences } from "./masked-headers";
import type { State } from "./properties";

/** The most characters of a key that a mask may show. */
const MOST_SHOWN = 12;

/** This text is in users' states: another wording would be drift. */
const NOT_STORED = "(shown unmasked by the platform, not stored)";

/**
 * `apiKeyDrift` after an update that sent the key or the headers and has no known outcome. This text is in users' states:
 * with another wording, the plan and the refresh would no longer say what happened.
 */
export const OUTCOME_UNKNOWN = "may have changed: the last update has no known outcome";

/**
 * The mask as it may be stored: at most 12 characters of a key, and at most half of one.
 * @param key the connection's key, if it is known
 */
export function safeMask(mask: string | undefined, key: string | undefined): string | undefined {
  if (mask === undefined) return undefined;
  const shown = unmasked(mask);
  const most = key === undefined || key === "" ? MOST_SHOWN : Math.min(MOST_SHOWN, key.length / 2);
  return shown === mask || shown.length > most ? NOT_STORED : mask;
}

/** The mask after a read, which may not know the key: a mask that was not stored before is not stored now either. */
export function maskAfterRead(before: string | undefined, live: string | undefined): string | undefined {
  return before === NOT_STORED && live !== undefined ? NOT_STORED : live;
}

/**
 * In words, whether the stored key changed outside Pulumi; undefined if nothing indicates it.
 * @param explained whether another visible change explains a new `modifiedOn`
 */
export function keyDrift(
  before: Pick<State, "maskedApiKey" | "maskedHeaders" | "modifiedOn" | "apiKeyDrift">,
  live: Pick<State, "maskedApiKey" | "maskedHeaders" | "modifiedOn">,
  explained: boolean,
  watchModifiedOn: boolean,
): string | undefined {
  if (before.apiKeyDrift !== undefined) return before.apiKeyDrift;
  const masks = [before.maskedApiKey, live.maskedApiKey];
  // A mask that is not stored says nothing about the key.
  if (!masks.includes(NOT_STORED) && differ(before.maskedApiKey, live.maskedApiKey))
    return `changed outside Pulumi: the platform now shows ${live.maskedApiKey ?? "none"}`;
  const headers = before.maskedHeaders && live.maskedHeaders;
  const difference = headers && headerDifferences(before.maskedHeaders, headers);
  if (difference !== undefined) return `headers changed outside Pulumi: the platform now shows ${difference}`;
  if (watchModifiedOn && !explained && differ(before.modifiedOn, live.modifiedOn))
    return `may have changed outside Pulumi: modifiedOn is now ${live.modifiedOn ?? "none"} and no other change explains it`;
  return undefined;
}

/** A value that was never seen before is a baseline, not a difference. */
function differ(before: string | undefined, live: string | undefined): boolean {
  return before !== undefined && live !== undefined && before !== live;
}
