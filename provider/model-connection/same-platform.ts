/** A connection lives on one platform. This is the one place that decides whether the settings name that platform. */
import { NotFoundError } from "../api/errors";
import { PlainError } from "../plain-error";
import type { Session } from "./session";

/**
 * Whether a connection recorded on `host` lives on the platform of the settings. If the hosts differ, that platform may
 * have a new name: it does if it knows the id.
 */
export async function livesHere(id: string, host: string, session: Session): Promise<boolean> {
  const { settings, client, foundIds } = session.platform;
  if (host === settings.host || foundIds.has(id)) return true;
  try {
    await client.get(id, session.previewDeadline());
    foundIds.add(id);
    return true;
  } catch (error) {
    if (error instanceof NotFoundError) return false;
    throw error;
  }
}

/** Rejects if the connection lives on another platform: nothing is ever sent across platforms. */
export async function assertLivesHere(id: string, host: string, session: Session): Promise<void> {
  if (await livesHere(id, host, session)) return;
  const configured = session.platform.settings.host;
  throw new PlainError(
    `state records the connection on ${host}, but model-connections:host is ${configured}, which doesn't know its id. ` +
      `Nothing was changed. Set model-connections:host back to ${host}, or run pulumi up to create a new connection on ${configured}`,
  );
}
