/** Letting a connection go: whether it stays after all, `deletionPolicy: "scrub"`, and what the user has to know. */
import { NotFoundError } from "../api/errors";
import { isThereToo } from "./same-platform";
import type { Stored } from "./properties";
import { type Session, openedSession } from "./session";
import { disagreements } from "./wire";

/** What became of the key. */
export type End = "retained" | "scrubbed" | "elsewhere" | "changed" | "unknown";

/**
 * Whether this run goes on with a connection that it is told to delete: it has taken it, or is about to. With
 * `deleteBeforeReplace` the create comes afterwards, and takes what is there under the name, as declared.
 */
export async function stays(id: string, stored: Stored): Promise<boolean> {
  const now = openedSession();
  if (now === undefined) return false;
  if (now.kept.has(id)) return true;
  const here = stored.host === now.settings.host || now.sameUnderNewHost.has(id);
  if (!here || !now.declared.has(stored.__asked ?? stored.connectionName)) return false;
  // What can't be looked at is let go, and said.
  const record = await now.client.get(id, now.deadline()).catch(() => undefined);
  return record?.connectionName === stored.connectionName && disagreements(stored, record).length === 0;
}

/**
 * Overwrites the key with a placeholder that no provider accepts, so that no live credential stays behind. A connection
 * that something else has written since is left alone: another provider process of this run, or another stack, uses it.
 */
export async function scrub(id: string, stored: Stored, now: Session): Promise<End> {
  if (stored.host !== now.settings.host && !(await isThereToo(id, now))) return "elsewhere";
  const deadline = now.deadline();
  try {
    const { modifiedOn } = await now.client.get(id, deadline);
    const written = stored.modifiedOn !== undefined && modifiedOn !== stored.modifiedOn;
    if (written && now.settings.watchModifiedOn) return "changed";
    // Unique, since a platform may want each key once per model.
    await now.client.updateKey(id, `scrubbed-by-pulumi-${id}`, deadline);
    return "scrubbed";
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    return "unknown";
  }
}

/** What the user has to know of a connection that leaves the state. */
export function leftBehind(name: string, host: string, end: End): string {
  if (end === "unknown") {
    return (
      `model connection ${name} is no longer managed. Its key was not overwritten, since ${host} answers 404 for it: ` +
      "either it is deleted already, or the platform's key is one of another workspace."
    );
  }
  const state = {
    retained: "with its key",
    scrubbed: "with its key overwritten by a placeholder that can't work",
    elsewhere: "with its key, which was not scrubbed: model-connections:host is another platform now",
    changed:
      "with its key, which was not scrubbed: the connection was changed since this stack last saw it, so something else may use it",
  }[end];
  return (
    `model connection ${name} is no longer managed, but goes on existing on ${host} ${state}, ` +
    "since the API has no DELETE. Delete it in the platform's console if nothing needs it."
  );
}
