/** What became of a POST whose outcome is unknown: the connection that it created, if the platform has it (decisions/0003). */
import { type ConnectionsApiError, NotFoundError } from "../api/errors";
import type { ConnectionRecord } from "../api/records";
import { PlainError } from "../plain-error";
import { quoted } from "../printable";
import { messageForStack } from "./advice";
import { isAutoNamed } from "./auto-name";
import type { Created, Creation } from "./creation";
import { ambiguous, nameInUse } from "./name-conflicts";
import { reclaim } from "./reclaim";
import { label } from "./reporter";
import { disagreements } from "./wire";

/** A POST whose outcome is unknown. */
export interface UnresolvedPost {
  readonly outcome: ConnectionsApiError;
  /** When the first one was sent, on the platform's clock. */
  readonly since: number;
}

/** The platform's clock is known to the second, and its own dates need not be exact. */
const CLOCK_TOLERANCE = 2_000;

/** Milliseconds before each look for a connection whose POST got no usable response. */
const LOOKS = [0, 1_000, 2_000];
/** Looks for the connection of a POST with unknown outcome. A connection that is older than the POST is not claimed. */
export async function lookFor(
  name: string,
  { outcome, since }: UnresolvedPost,
  creation: Creation,
): Promise<Created | undefined> {
  const { session, deadline } = creation;
  const { connections, client } = session.platform;
  for (const pause of LOOKS) {
    await deadline.wait(pause);
    const sameName = await connections.namedNow(name, deadline).catch(() => {
      throw new PlainError(unknownOutcome(name, outcome, session.provider));
    });
    if (sameName.length > 1) throw new PlainError(ambiguous(name, sameName));
    const [found] = sameName;
    // A platform whose reads lag may list a connection before it shows it.
    const record = found && (await unlessGone(client.get(found.connectionId, deadline)));
    if (record !== undefined) return claim(record, since, creation);
  }
  return undefined;
}

async function claim(record: ConnectionRecord, since: number, creation: Creation): Promise<Created> {
  const { inputs, session, deadline } = creation;
  const delay = Date.parse(record.createdOn ?? "") - since;
  if (delay < -CLOCK_TOLERANCE) {
    // Somebody else created it between the list and the POST.
    const reclaimed = isAutoNamed(inputs) ? await reclaim(record, inputs, session, deadline) : undefined;
    if (reclaimed === undefined) throw new PlainError(nameInUse(record));
    return { record: reclaimed, isReclaimed: true };
  }
  // An auto-name is derived from the arguments, and no connection had it before the POST.
  if (!isAutoNamed(inputs) && disagreements(inputs, record).length > 0)
    throw new PlainError(nameInUse(record));
  const name = label(record.connectionName, record.connectionId);
  session.reporter.note(
    `found model connection ${name}: its POST got no usable response, but the connection was created.`,
  );
  return { record, isReclaimed: Number.isNaN(delay) ? true : undefined };
}

async function unlessGone<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

export function unknownOutcome(name: string, outcome: Error, provider: string | undefined): string {
  return `${messageForStack(outcome, provider)} It is not known whether ${quoted(name)} was created: run pulumi up again, which looks for it before it creates anything`;
}
