/** Whether the key changed outside Pulumi, judged by the mask and the date that the platform shows. */
import type { State } from "./properties";

/** The mask as it may be stored: a platform that returns the key itself, or masks nothing, must not bring it into state. */
export function safeMask(mask: string | undefined, key: string | undefined): string | undefined {
  if (mask === undefined) return undefined;
  const isUnmasked = !/[*•…]/u.test(mask) || (key !== undefined && key !== "" && mask.includes(key));
  // This text is in users' states: another wording would be drift.
  return isUnmasked ? "(shown unmasked by the platform, not stored)" : mask;
}

/**
 * In words, whether the stored key changed outside Pulumi; undefined if nothing indicates it.
 * @param explained whether another visible change explains a new `modifiedOn`
 */
export function keyDrift(
  before: Pick<State, "maskedApiKey" | "modifiedOn" | "apiKeyDrift">,
  live: Pick<State, "maskedApiKey" | "modifiedOn">,
  explained: boolean,
  watchModifiedOn: boolean,
): string | undefined {
  if (before.apiKeyDrift !== undefined) return before.apiKeyDrift;
  if (differ(before.maskedApiKey, live.maskedApiKey))
    return `changed outside Pulumi: the platform now shows ${live.maskedApiKey ?? "none"}`;
  if (watchModifiedOn && !explained && differ(before.modifiedOn, live.modifiedOn))
    return `may have changed outside Pulumi: modifiedOn is now ${live.modifiedOn ?? "none"} and no other change explains it`;
  return undefined;
}

/** A value that was never seen before is a baseline, not a difference. */
function differ(before: string | undefined, live: string | undefined): boolean {
  return before !== undefined && live !== undefined && before !== live;
}
