/** Compares what is stored with what is declared. A refresh calls it the other way round, so it is symmetric. */
import { keyChange, keyProperty } from "./api-key";
import { IMMUTABLE_FIELDS, type ImmutableField } from "./fields";
import type { Declared, Stored } from "./properties";

export interface Difference {
  /** Arguments whose change makes another connection. */
  readonly replaces: string[];
  /** Whether the key has to be sent. */
  readonly sendKey: boolean;
  /** Whether anything in state has to change, be it on the platform or not. */
  readonly changes: boolean;
}

/** All differences but that of `host`, which only the platform can judge. */
export function differenceOf(olds: Stored, news: Declared): Difference {
  const replaces: string[] = IMMUTABLE_FIELDS.filter((field) => differs(field, olds, news));
  const key = keyChange(olds, news);
  if (key === "send" && news.provider === "API" && olds.provider === "API")
    replaces.push(keyProperty(olds, news));
  const noted = key === "note" || olds.deletionPolicy !== news.deletionPolicy;
  return { replaces, sendKey: key === "send", changes: replaces.length > 0 || key === "send" || noted };
}

function differs(field: ImmutableField, olds: Stored, news: Declared): boolean {
  if (field === "connectionName" && olds.__asked !== undefined && olds.__asked === news.connectionName)
    return false;
  return olds[field] !== news[field];
}
