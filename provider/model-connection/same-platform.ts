/** Each connection is on one platform. Only this file decides whether the settings name that platform. */
import type { Deadline } from "../api/deadline";
import { NotFoundError } from "../api/errors";
import type { ConnectionRecord } from "../api/records";
import { PlainError } from "../plain-error";
import type { Session } from "./session";

/**
 * Whether a connection recorded on `host` is on the platform of the settings. If the hosts differ, the platform may have
 * a new name: it is the same platform if it knows the id.
 */
export async function livesHere(id: string, host: string, session: Session): Promise<boolean> {
  return (
    isKnownHere(id, host, session) || (await lookUp(id, session, session.previewDeadline())) !== undefined
  );
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
  if (record === undefined && host !== session.platform.settings.host) throw elsewhere(host, session);
  return record;
}

/** The same without a request: false if nothing is known yet. */
export function isKnownHere(id: string, host: string, { platform }: Session): boolean {
  return host === platform.settings.host || platform.foundIds.has(id);
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

function elsewhere(recorded: string, { platform }: Session): PlainError {
  const { host } = platform.settings;
  return new PlainError(
    `state records the connection on ${recorded}, but model-connections:host is ${host}, which doesn't know its id. ` +
      `Nothing was changed. Set model-connections:host back to ${recorded}, or run pulumi up to create a new connection on ${host}`,
  );
}
