/** One line for each connection that changed outside Pulumi: what a read found, and what pulumi up --refresh does about it. */
import { quoted } from "../printable";
import { isAutoNamed } from "./auto-name";
import { IMMUTABLE_FIELDS } from "./fields";
import type { State } from "./properties";
import { label } from "./reporter";
import { statusAgrees, switchFor } from "./status";

/** The line, or undefined if nothing changed. */
export function driftNote(id: string, before: State, live: State): string | undefined {
  const fields = IMMUTABLE_FIELDS.filter((name) => live[name] !== before[name]).map((name) =>
    name === "connectionName" ? `renamed to ${quoted(live[name])}` : `${name} is now ${shown(live[name])}`,
  );
  const key = live.apiKeyDrift === undefined ? [] : [keyChange(live.apiKeyDrift)];
  const status = statusAgrees(live.__status, live.status) ? [] : [statusNow(live)];
  const changes = [...fields, ...key, ...status];
  if (changes.length === 0) return undefined;
  const isReplaced = fields.length > 0 || (key.length > 0 && live.provider === "API");
  const effect = isReplaced
    ? replacement(before, live)
    : effectInPlace(key.length > 0, status.length > 0, live);
  return `${label(before.connectionName, id)}: ${changes.join(" and ")}; pulumi up --refresh ${effect}`;
}

/** The line for a connection that was deleted on the platform. */
export function goneNote(id: string, before: State): string {
  return `${label(before.connectionName, id)}: deleted on the platform; pulumi up --refresh creates a new connection, unless adopt is true`;
}

function keyChange(drift: string): string {
  return drift.startsWith("may ") ? "key may have changed outside Pulumi" : "key changed outside Pulumi";
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

/** The API can't set the status, so an up waits for somebody who does. */
function effectInPlace(sendsKey: boolean, waits: boolean, { __status }: State): string {
  const send = "sends the program's key again";
  if (!waits) return send;
  const wait = `fails until it is switched ${switchFor(__status)} in the platform's console`;
  return sendsKey ? `${wait}, and then ${send}` : wait;
}

function shown(value: string | undefined): string {
  return value === undefined ? "missing" : quoted(value);
}
