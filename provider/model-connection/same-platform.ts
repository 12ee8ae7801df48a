/** Each connection is on one platform. Only this file decides whether the settings name that platform. */
import type { Deadline } from "../api/deadline";
import { NotFoundError } from "../api/errors";
import type { ConnectionRecord } from "../api/records";
import { PlainError } from "../plain-error";
import { settingLabel } from "../settings";
import type { Session } from "./session";

/**
 * Whether a connection recorded on `host` is on the platform of the settings. If the hosts differ, the platform may have
 * a new name: it is the same platform if it knows the id.
 */
export async function livesHere(id: string, host: string, session: Session): Promise<boolean> {
  if (isKnownHere(id, host, session)) return true;
  const deadline = session.previewDeadline();
  if ((await lookUp(id, session, deadline)) !== undefined) return true;
  await assertUnknown(id, session, deadline);
  return false;
}

/** Rejects if the connection is on another platform: nothing is ever sent to the wrong platform. */
export async function assertLivesHere(id: string, host: string, session: Session): Promise<void> {
  if (!(await livesHere(id, host, session))) throw elsewhere(host, session);
}

/** Reads a connection recorded on `host`: undefined for a 404 from its own platform; rejects if it is on another one. */
export async function readHere(
  id: string,
  host: string,
  session: Session,
  deadline: Deadline,
): Promise<ConnectionRecord | undefined> {
  const record = await lookUp(id, session, deadline);
  if (record === undefined && host !== session.platform.settings.host) {
    await assertUnknown(id, session, deadline);
    throw elsewhere(host, session);
  }
  return record;
}

/** The same without a request: false if nothing is known yet. */
export function isKnownHere(id: string, host: string, { platform }: Session): boolean {
  return host === platform.settings.host || platform.foundIds.has(id);
}

/** Rejects if a 404 for an id doesn't mean that the platform doesn't have it: the list fails, contains it, or may lack it. */
export async function assertUnknown(
  id: string,
  { platform: { connections } }: Session,
  deadline: Deadline,
): Promise<void> {
  if (await connections.knows(id, deadline)) throw new PlainError(listedButNotFound(id));
  if (connections.gap !== undefined) throw new PlainError(notKnownToBeGone(id, connections.gap));
}

/** @param gap what the list lacks, in words */
export function notKnownToBeGone(id: string, gap = ""): string {
  return (
    `the platform returns 404 for GET /connections/${id}, but no list can confirm that the connection is deleted: ${gap}. ` +
    "If the platform's console doesn't show it, remove it from the stack with pulumi state delete"
  );
}

/** Reads may lag behind writes, or a gateway failed. */
export function listedButNotFound(id: string): string {
  return `the platform lists the connection but returns 404 for GET /connections/${id}. Run again later`;
}

async function lookUp(
  id: string,
  { platform }: Session,
  deadline: Deadline,
): Promise<ConnectionRecord | undefined> {
  try {
    const record = await platform.client.get(id, deadline);
    platform.foundIds.add(id);
    return record;
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

function elsewhere(recorded: string, { platform, provider }: Session): PlainError {
  const { host } = platform.settings;
  const setting = settingLabel("host", provider);
  return new PlainError(
    `state records the connection on ${recorded}, but ${setting} is ${host}, which doesn't know its id. ` +
      `Nothing was changed. Set ${setting} back to ${recorded}, or run pulumi up to create a new connection on ${host}`,
  );
}
