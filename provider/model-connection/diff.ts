/** Compares state with inputs. A refresh passes them the other way round, so the comparison is symmetric. */
import { sameJson } from "../json";
import { isAutoNamed } from "./auto-name";
import { isNeverSent } from "./api-key";
import { credentialChange, credentialProperty } from "./credential-change";
import { FIELD_NAMES, type FieldName } from "./fields";
import { isChangedInPlace } from "./fields-of-form";
import { formOf } from "./form-of";
import type { Comparable } from "./properties";
import { statusAgrees } from "./status";

export interface Difference {
  /** Arguments whose change requires a new connection. */
  readonly replaces: string[];
  /** Fields that PATCH changes. */
  readonly inPlace: FieldName[];
  /** Whether the key or the headers must be sent. */
  readonly sendKey: boolean;
  /** Whether the key is recorded as the one that an imported connection has, without sending it. */
  readonly isFirstKey: boolean;
  /** Whether anything in state changes, on the platform or not. */
  readonly changes: boolean;
}

/** All differences except in `host`, which needs a request to the platform. */
export function differenceOf(olds: Comparable, news: Comparable): Difference {
  const form = formOf(olds);
  const isSameForm = form === formOf(news);
  const changed = FIELD_NAMES.filter((field) => differs(field, olds, news));
  // With adopt, another name means another connection.
  const inPlace = changed.filter(
    (field) =>
      isSameForm && isChangedInPlace(field, form) && !(field === "connectionName" && news.adopt === true),
  );
  const replaces: string[] = changed.filter((field) => !inPlace.includes(field));
  const change = credentialChange(olds, news);
  // Pulumi doesn't know the key of an imported connection, so the first one that is declared counts as the key it has.
  const isImported = form === "API" && isSameForm && isNeverSent(olds);
  const isFirstKey = isImported && change === "send" && olds.apiKeyDrift === news.apiKeyDrift;
  const key = isFirstKey ? "state only" : change;
  if (key === "send" && form === "API" && isSameForm) replaces.push(credentialProperty(olds, news));
  const isNowOwned = olds.__taken === true && isAdopted(olds, news);
  const stateOnly =
    key === "state only" ||
    olds.deletionPolicy !== news.deletionPolicy ||
    isNowOwned ||
    statusDiffers(olds, news);
  const sendKey = key === "send";
  return { replaces, inPlace, sendKey, isFirstKey, changes: changed.length > 0 || sendKey || stateOnly };
}

function differs(field: FieldName, olds: Comparable, news: Comparable): boolean {
  const isNumbered =
    field === "connectionName" && olds.__asked !== undefined && olds.__asked === news.connectionName;
  // The numbered name was chosen because another connection has this one. With adopt, the resource is to manage that one.
  return isNumbered ? isAutoNamed(olds) && news.adopt === true : !sameJson(olds[field], news[field]);
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
