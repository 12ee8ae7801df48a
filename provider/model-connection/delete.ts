/** Delete: the API has no DELETE, so the connection is only removed from the stack. `deletionPolicy: "scrub"` also overwrites its key. */
import { NotFoundError } from "../api/errors";
import { settingLabel } from "../settings";
import { isAutoNamed } from "./auto-name";
import { type State, without } from "./properties";
import { JUST_CREATED, whyNotInterrupted } from "./reclaim";
import { type Scrubbed, overwrite, scrubbedShows, whatIsScrubbed } from "./scrubbed-credentials";
import { label } from "./reporter";
import { assertUnknown, isKnownHere, livesHere } from "./same-platform";
import type { Session } from "./session";
import { disagreements } from "./wire";

/** Removes the connection from the stack, and says what remains on the platform. */
export async function deleteConnection(id: string, state: State, session: Session): Promise<void> {
  const name = label(state.connectionName, id);
  if (await isStillInUse(id, state, session)) {
    session.reporter.note(`model connection ${name} stays as it is: this run still uses it.`);
    return;
  }
  const end = state.deletionPolicy === "scrub" ? await scrub(id, state, session) : "retained";
  const where = { host: state.host, setting: settingLabel("host", session.provider) };
  session.reporter.warn(remains(name, where, end, whatIsScrubbed(state)));
}

/**
 * Whether this run keeps using the connection: it has adopted or kept it, or is about to. With `deleteBeforeReplace` the
 * create runs afterwards, and reclaims the connection if it looks like an interrupted create, or adopts it (decisions/0008).
 */
async function isStillInUse(id: string, state: State, session: Session): Promise<boolean> {
  if (session.ownedIds.has(id)) return true;
  if (!session.names.isDeclared(state.__asked ?? state.connectionName)) return false;
  if (!isKnownHere(id, state.host, session)) return false;
  // A connection that can't be read counts as not in use, and the warning says what happened to it.
  const record = await session.platform.client.get(id, session.deadline()).catch(() => undefined);
  if (record?.connectionName !== state.connectionName) return false;
  // As create compares, which knows nothing of this state.
  const declared = without(state, ["__stored"]);
  return isAutoNamed(state)
    ? whyNotInterrupted(declared, record, session) === undefined
    : disagreements(declared, record).length === 0;
}

/** What happened to the key. */
type End = "retained" | "scrubbed" | "reclaimed" | "elsewhere" | "changed" | "not found";

/**
 * Overwrites the key with a placeholder that no vendor accepts, so that no live key remains. A connection that was
 * changed since is left as it is: another provider process of this run, or another stack, may use it (decisions/0008).
 */
async function scrub(id: string, state: State, session: Session): Promise<End> {
  session.learn(state);
  if (state.__taken === true) return "reclaimed";
  if (!(await livesHere(id, state.host, session))) return "elsewhere";
  const { client, settings } = session.platform;
  const deadline = session.deadline();
  try {
    const record = await client.get(id, deadline);
    const { createdOn, modifiedOn } = record;
    const wasWritten = state.modifiedOn !== undefined && modifiedOn !== state.modifiedOn;
    if (wasWritten && settings.watchModifiedOn) return "changed";
    // Right after the creation, only the mask shows that the key changed: without it a later run would reclaim this one.
    const isVisible = scrubbedShows(state);
    const settled = Date.parse(createdOn ?? "") + JUST_CREATED + 1_000 - client.platformTime();
    if (!isVisible && settled > 0) await deadline.wait(settled);
    return (await overwrite(id, state, record, session, deadline)) ? "scrubbed" : "retained";
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    await assertUnknown(id, session, deadline);
    return "not found";
  }
}

/** What the user must know about a connection that leaves the state. */
function remains(
  name: string,
  { host, setting }: { readonly host: string; readonly setting: string },
  end: End,
  { its, keeps, were }: Scrubbed,
): string {
  if (end === "not found") {
    return (
      `model connection ${name} is no longer in this stack. ${its} ${were} not scrubbed, because ${host} returns 404 for the connection: ` +
      "either it is deleted already, or the platform's API key belongs to another workspace."
    );
  }
  const key = {
    retained: keeps,
    scrubbed: `${its} ${were} replaced by a placeholder that can't work.`,
    reclaimed: `${its} ${were} not scrubbed, because the connection was reclaimed after an interrupted run, and no pulumi up with adopt: true has said since that this stack owns it.`,
    elsewhere: `${its} ${were} not scrubbed, because ${setting} now names another platform.`,
    changed: `${its} ${were} not scrubbed, because the connection changed since this stack last read it: something else may use it.`,
  }[end];
  // Only scrub has just read the connection, so only scrub knows that it exists.
  const unless = end === "scrubbed" || end === "changed" ? "" : " unless it was deleted there";
  return (
    `model connection ${name} is no longer in this stack, but it still exists on ${host}${unless}: the API has no DELETE. ` +
    `${key} Delete it in the platform's console if nothing needs it.`
  );
}
