/** One line for each connection that changed outside Pulumi: what a read found, and what pulumi up --refresh does about it. */
import { quoted } from "../printable";
import { sameJson } from "../json";
import { isAutoNamed } from "./auto-name";
import { FIELD_NAMES, type FieldName, rowOf } from "./fields";
import { isChangedInPlace } from "./fields-of-form";
import { formOf, hasEndpoint } from "./form-of";
import { OUTCOME_UNKNOWN } from "./key-drift";
import { type State, isManaged } from "./properties";
import { label } from "./reporter";
import { statusAgrees, switchFor } from "./status";
import { hasQuery, placesText } from "./wire";

/** The line, or undefined if nothing changed. */
export function driftNote(id: string, before: State, live: State): string | undefined {
  const changed = FIELD_NAMES.filter((name) => !sameJson(live[name], before[name]));
  const fields = changed.map((name) => changeOf(name, before[name], live[name]));
  const key = live.apiKeyDrift === undefined ? [] : [keyChange(live.apiKeyDrift, hasEndpoint(before))];
  const status = statusAgrees(live.__status, live.status) ? [] : [statusNow(live)];
  const changes = [...fields, ...key, ...status];
  if (changes.length === 0) return undefined;
  if (!isManaged(before))
    return `${label(before.connectionName, id)}: ${changes.join(" and ")}; the stack doesn't manage this connection, so pulumi up changes nothing`;
  const effect = isReplaced(changed, before, live)
    ? replacement(before, live)
    : effectInPlace(sentAgain(changed, before, live), status.length > 0, live) + adoptFails(changed, before);
  return `${label(before.connectionName, id)}: ${changes.join(" and ")}; pulumi up --refresh ${effect}`;
}

function isReplaced(changed: FieldName[], before: State, { apiKeyDrift }: State): boolean {
  const form = formOf(before);
  if (form === "API" && apiKeyDrift !== undefined) return true;
  return changed.some((name) => !isChangedInPlace(name, form));
}

function sentAgain(changed: FieldName[], before: State, { apiKeyDrift }: State): string | undefined {
  if (changed.length > 0) return "configuration";
  if (apiKeyDrift === undefined) return undefined;
  return hasEndpoint(before) ? "headers" : "key";
}

/** After a rename, the name in the program may mean another connection. An auto-named resource has no adopt. */
function adoptFails(changed: FieldName[], before: State): string {
  const canAdopt = changed.includes("connectionName") && !isAutoNamed(before);
  return canAdopt ? ", or fails if adopt is still true" : "";
}

function changeOf(name: FieldName, before: unknown, live: unknown): string {
  if (live !== undefined && typeof live !== "string") return `${name} changed${placesText(live, before)}`;
  if (live !== undefined && (rowOf(name).mayBeSecret === true || hasQuery(live))) return `${name} changed`;
  const shown = live === undefined ? "missing" : quoted(live);
  return name === "connectionName" ? `renamed to ${shown}` : `${name} is now ${shown}`;
}

/** The line for a connection that was deleted on the platform. */
export function goneNote(id: string, before: State): string {
  const effect = isManaged(before)
    ? "pulumi up --refresh creates a new connection, unless adopt is true"
    : "the stack doesn't manage this connection, so pulumi up fails until the program has another id";
  return `${label(before.connectionName, id)}: deleted on the platform; ${effect}`;
}

function keyChange(drift: string, isEndpoint: boolean): string {
  const what = isEndpoint ? "headers" : "key";
  if (drift === OUTCOME_UNKNOWN)
    return `${what} may have changed, because the last update has no known outcome`;
  return `${what} ${drift.startsWith("may ") ? "may have changed" : "changed"} outside Pulumi`;
}

/** The API has no DELETE, so a connection that stays keeps its name. */
function replacement(before: State, live: State): string {
  return !isAutoNamed(before) && live.connectionName === before.connectionName
    ? "fails until the program has the same, or another connectionName for a new connection"
    : "creates a new connection, and this one remains, unless the program has the same";
}

function statusNow({ status = "" }: State): string {
  return status === "INACTIVE" ? "switched off" : `status is now ${quoted(status)}`;
}

/**
 * The provider doesn't set the status, so an up waits for somebody who does.
 * @param sent what is sent again, if anything is
 */
function effectInPlace(sent: string | undefined, waits: boolean, { __status }: State): string {
  const send = `sends the program's ${sent ?? ""} again`;
  if (!waits) return send;
  const wait = `fails until it is switched ${switchFor(__status)} in the platform's console`;
  return sent === undefined ? wait : `${wait}, and then ${send}`;
}
