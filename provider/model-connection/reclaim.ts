/**
 * Reclaims what an interrupted create of a resource left. A name doesn't prove whose a connection is: two stacks can share
 * place, arguments and key. So only a connection that is young and untouched is reclaimed (decisions/0002).
 */
import type { ConnectionRecord, ListedConnection } from "../api/records";
import type { Deadline } from "../api/deadline";
import { printable } from "../printable";
import { contradiction } from "./credentials";
import { hasEndpoint } from "./form-of";
import { notReclaimed } from "./name-conflicts";
import type { Inputs, State } from "./properties";
import { label } from "./reporter";
import type { Session } from "./session";
import { disagreements } from "./wire";

const HOUR = 3_600_000;

/** Milliseconds after a connection's creation during which a new `modifiedOn` means nothing. */
export const JUST_CREATED = 5_000;

/**
 * The connection, if an interrupted create left it; otherwise undefined, and a warning says why. Check and create say the
 * same, so each run says it once, and a preview announces it.
 */
export async function reclaim(
  found: ListedConnection,
  inputs: Inputs,
  session: Session,
  deadline: Deadline,
): Promise<ConnectionRecord | undefined> {
  const { names, platform } = session;
  const keeper = names.keeperOf(found.connectionId);
  if (keeper !== undefined && keeper !== inputs.connectionName) return undefined;
  const record = await platform.client.get(found.connectionId, deadline);
  const reason = whyNotInterrupted(inputs, record, session);
  if (reason !== undefined) {
    session.reporter.warn(notReclaimed(found, reason));
    return undefined;
  }
  if (names.gets(found.connectionId, inputs.connectionName) !== undefined) return undefined;
  const key = inputs.deletionPolicy === "scrub" ? scrubLater(inputs) : "";
  session.reporter.note(
    `model connection ${label(found.connectionName, found.connectionId)} is reclaimed: it looks like what an earlier run of this resource left. ` +
      `It has this resource's automatic name and arguments, was created on ${shown(record.createdOn)} and has not changed since. No second connection is created.${key}`,
  );
  return record;
}

function scrubLater(inputs: Inputs): string {
  const credentials = hasEndpoint(inputs) ? "headers" : "key";
  return ` deletionPolicy "scrub" leaves its ${credentials} alone until adopt: true says that this stack owns it.`;
}

/** Why a connection with this resource's automatic name isn't an interrupted create of it; undefined if it is one. */
export function whyNotInterrupted(
  declared: Inputs | State,
  record: ConnectionRecord,
  { platform: { client, settings } }: Session,
): string | undefined {
  const differences = disagreements(declared, record);
  if (differences.length > 0) return differences.join("; ");
  const { createdOn, modifiedOn } = record;
  const created = Date.parse(createdOn ?? "");
  const age = client.platformTime() - created;
  // The platform's clock is known to the second only, so a new connection can seem to be from the future. A platform that
  // shows no date, or an unreadable one, gives no proof.
  const isYoung = settings.reclaimHours > 0 && age > -JUST_CREATED && age < settings.reclaimHours * HOUR;
  if (!isYoung)
    return `createdOn is ${shown(createdOn)}, and only a connection of the last ${settings.reclaimHours} hours is reclaimed`;
  const others = contradiction(record, { ...declared });
  if (others !== undefined) return others;
  const isUntouched = Math.abs(Date.parse(modifiedOn ?? "") - created) <= JUST_CREATED;
  return isUntouched || !settings.watchModifiedOn
    ? undefined
    : `it changed after it was created (modifiedOn is ${shown(modifiedOn)})`;
}

function shown(date: string | undefined): string {
  return date === undefined ? "missing" : printable(date);
}
