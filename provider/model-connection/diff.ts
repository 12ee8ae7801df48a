/** Compares state with inputs. A refresh passes them the other way round, so the comparison is symmetric. */
import { keyChange, keyProperty } from "./api-key";
import { isAutoNamed } from "./auto-name";
import { IMMUTABLE_FIELDS, type ImmutableField } from "./fields";
import type { Comparable } from "./properties";
import { statusAgrees } from "./status";

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
  const isNowOwned = olds.__taken === true && isAdopted(olds, news);
  const stateOnly =
    key === "state only" ||
    olds.deletionPolicy !== news.deletionPolicy ||
    isNowOwned ||
    statusDiffers(olds, news);
  return { replaces, sendKey: key === "send", changes: replaces.length > 0 || key === "send" || stateOnly };
}

function differs(field: ImmutableField, olds: Comparable, news: Comparable): boolean {
  const isNumbered =
    field === "connectionName" && olds.__asked !== undefined && olds.__asked === news.connectionName;
  // The numbered name was chosen because another connection has this one. With adopt, the resource is to manage that one.
  return isNumbered ? isAutoNamed(olds) && news.adopt === true : olds[field] !== news[field];
}

/** The declared status differs from the platform's, or the program starts or stops declaring one. */
function statusDiffers(olds: Comparable, news: Comparable): boolean {
  const wasWanted = statusAgrees(olds.__status, olds.status);
  return (
    !wasWanted ||
    !statusAgrees(news.status, olds.status) ||
    (olds.__status === undefined) !== (news.status === undefined)
  );
}

/** `adopt: true` with the name of the connection in state says that this stack owns it. */
export function isAdopted(olds: Comparable, news: Comparable): boolean {
  return news.adopt === true && news.connectionName === olds.connectionName;
}
