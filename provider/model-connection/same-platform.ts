/** A connection lives on one platform; this tells whether the one in the settings is it. */
import { NotFoundError } from "../api/errors";
import { PlainError } from "../plain-error";
import { elsewhere } from "./read";
import type { Session } from "./session";

/** Whether the settings' host knows a connection that is recorded on another host: then it is the same platform. */
export async function isThereToo(id: string, now: Session): Promise<boolean> {
  if (now.sameUnderNewHost.has(id)) return true;
  try {
    await now.client.get(id, now.previewDeadline());
    now.sameUnderNewHost.add(id);
    return true;
  } catch (error) {
    if (error instanceof NotFoundError) return false;
    throw error;
  }
}

/** Nothing is ever sent to another platform than the one that the connection lives on. */
export async function makeSureOfPlatform(id: string, recorded: string, now: Session): Promise<void> {
  const configured = now.settings.host;
  if (recorded === configured || (await isThereToo(id, now))) return;
  throw new PlainError(elsewhere(recorded, configured));
}
