/** Values that the engine doesn't know yet, at any depth. */
import { DEEPEST_JSON } from "../json";
import { UNKNOWN } from "./properties";

/** Whether a value is unknown, or contains something unknown. Check refuses deeper values, so they are not searched. */
export function hasUnknown(value: unknown, left = DEEPEST_JSON): boolean {
  if (typeof value !== "object" || value === null) return value === UNKNOWN;
  return left > 0 && Object.values(value).some((each) => hasUnknown(each, left - 1));
}
