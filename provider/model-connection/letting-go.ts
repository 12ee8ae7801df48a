/** Letting a connection go with `deletionPolicy: "scrub"`: its key is overwritten, so that no live credential stays behind. */
import { NotFoundError } from "../api/errors";
import { called, note } from "../reporter";
import type { Stored } from "./props";
import { isThereToo } from "./platform";
import type { Session } from "./session";

/** Overwrites the key with a placeholder that no provider accepts; other platforms and lost connections are left alone. */
export async function scrub(
  id: string,
  stored: Stored,
  now: Session,
): Promise<"scrubbed" | "elsewhere" | "gone"> {
  if (stored.host !== now.settings.host && !(await isThereToo(id, now))) return "elsewhere";
  try {
    // Unique, since a platform may want each key once per model.
    await now.client.updateKey(id, `scrubbed-by-pulumi-${id}`, now.deadline());
    return "scrubbed";
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    note(
      `model connection ${called(stored.connectionName, id)} was gone already: nothing was left to scrub.`,
    );
    return "gone";
  }
}

/** What the user has to know of a connection that leaves the state and goes on existing. */
export function leftBehind(name: string, host: string, end: "retained" | "scrubbed" | "elsewhere"): string {
  const state = {
    retained: "with its key",
    scrubbed: "with its key overwritten by a placeholder that can't work",
    elsewhere: "with its key, which was not scrubbed: model-connections:host is another platform now",
  }[end];
  return (
    `model connection ${name} is no longer managed, but goes on existing on ${host} ${state}, ` +
    "since the API has no DELETE. Delete it in the platform's console if nothing needs it."
  );
}
