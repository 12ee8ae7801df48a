/** Compares state with inputs. A refresh passes them the other way round, so the comparison is symmetric. */
import { keyChange, keyProperty } from "./api-key";
import { IMMUTABLE_FIELDS, type ImmutableField } from "./fields";
import type { Comparable } from "./properties";

export interface Difference {
  /** Arguments whose change requires a new connection. */
  readonly replaces: string[];
  /** Whether the key must be sent. */
  readonly sendKey: boolean;
  /** Whether anything in state changes, on the platform or not. */
  readonly changes: boolean;
}

/** All differences except in `host`, which needs a request to the platform. */
export function differenceOf(olds: Comparable, news: Comparable): Difference {
  const replaces: string[] = IMMUTABLE_FIELDS.filter((field) => differs(field, olds, news));
  const key = keyChange(olds, news);
  if (key === "send" && news.provider === "API" && olds.provider === "API")
    replaces.push(keyProperty(olds, news));
  const stateOnly = key === "state only" || olds.deletionPolicy !== news.deletionPolicy;
  return { replaces, sendKey: key === "send", changes: replaces.length > 0 || key === "send" || stateOnly };
}

function differs(field: ImmutableField, olds: Comparable, news: Comparable): boolean {
  if (field === "connectionName" && olds.__asked !== undefined && olds.__asked === news.connectionName)
    return false;
  return olds[field] !== news[field];
}
