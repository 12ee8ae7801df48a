/** POST, and what to do if its outcome is unknown: look for the connection before anything is sent twice (decisions/0003). */
import type { Deadline } from "../api/deadline";
import { ConnectionsApiError } from "../api/errors";
import type { ConnectionRecord } from "../api/records";
import { PlainError } from "../plain-error";
import { quoted } from "../printable";
import { messageForStack } from "./advice";
import { isAutoNamed } from "./auto-name";
import { ambiguous, nameInUse, perhapsCreatedBefore } from "./name-conflicts";
import type { Inputs } from "./properties";
import { readBack } from "./read-back";
import { label } from "./reporter";
import type { Session } from "./session";
import { disagreements, toWire } from "./wire";

/** One create: what is declared, with which key, within which deadline. */
export interface Creation {
  readonly inputs: Inputs;
  readonly key: string;
  readonly session: Session;
  readonly deadline: Deadline;
}

/** Milliseconds before each look for a connection whose POST got no usable response. */
const LOOKS = [0, 1_000, 2_000];
/** POST is sent at most this often, each further time only after the looks found nothing. */
const MOST_POSTS = 3;

/** Creates the connection, once. */
export async function post(name: string, creation: Creation): Promise<ConnectionRecord> {
  const { inputs, key, session, deadline } = creation;
  const body = toWire(inputs, name, key);
  for (let sent = 1; ; sent++) {
    const outcome = await outcomeOf(session.platform.client.create(body, deadline));
    if (!(outcome instanceof ConnectionsApiError)) {
      if (sent > 1) await warnOfDuplicates(outcome, creation);
      return readBack(outcome, session, deadline);
    }
    // The conflict of a later POST may be with the connection of an earlier one, created after all looks for it.
    const mayExist = outcome.outcomeUnknown || (sent > 1 && outcome.status === 409);
    if (!mayExist) throw await withCandidates(outcome, creation);
    const created = await lookFor(name, outcome, creation);
    if (created !== undefined) return created;
    if (!outcome.outcomeUnknown) throw outcome;
    // The platform may still be processing the request: another POST could create a second connection.
    if (sent === MOST_POSTS || outcome.stillAtWork) throw new PlainError(unknownOutcome(name, outcome));
  }
}

/** The connection, or the API's error; anything else is thrown. */
async function outcomeOf(
  request: Promise<ConnectionRecord>,
): Promise<ConnectionRecord | ConnectionsApiError> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof ConnectionsApiError) return error;
    throw error;
  }
}

async function lookFor(
  name: string,
  outcome: Error,
  { inputs, session, deadline }: Creation,
): Promise<ConnectionRecord | undefined> {
  const { connections, client } = session.platform;
  for (const pause of LOOKS) {
    await deadline.wait(pause);
    const sameName = await connections.namedNow(name, deadline).catch(() => {
      throw new PlainError(unknownOutcome(name, outcome));
    });
    if (sameName.length > 1) throw new PlainError(ambiguous(name, sameName));
    const [found] = sameName;
    if (found === undefined) continue;
    const record = await client.get(found.connectionId, deadline);
    if (disagreements(inputs, record).length > 0) throw new PlainError(nameInUse(found));
    session.reporter.note(
      `found model connection ${label(name, found.connectionId)}: its POST got no usable response, but the connection was created, and every readable field matches the program.`,
    );
    return record;
  }
  return undefined;
}

/** An auto-name was refused: perhaps because of a connection that this resource created earlier, under a name derived from an earlier key. */
async function withCandidates(
  refusal: ConnectionsApiError,
  { inputs, session, deadline }: Creation,
): Promise<Error> {
  if (refusal.status !== 409 || !isAutoNamed(inputs)) return refusal;
  // The refusal is what counts; a list that fails must not hide it.
  const candidates = await session.platform.connections.createdBefore(inputs, deadline).catch(() => []);
  return candidates.length === 0
    ? refusal
    : new PlainError(`${messageForStack(refusal)} ${perhapsCreatedBefore(candidates)}`);
}

/** An earlier POST may have been carried out after all looks for it; a platform without unique names then has two. */
async function warnOfDuplicates(
  created: ConnectionRecord,
  { session: { platform, reporter }, deadline }: Creation,
): Promise<void> {
  // The connection is created and must not be lost because this look fails.
  const sameName = await platform.connections.namedNow(created.connectionName, deadline).catch(() => []);
  for (const { connectionName, connectionId } of sameName) {
    if (connectionId === created.connectionId) continue;
    const name = label(connectionName, connectionId);
    reporter.warn(
      `model connection ${name} has the same name. An earlier request of this run, which got no response, probably created it: if nothing else uses it, delete it in the console.`,
    );
  }
}

function unknownOutcome(name: string, outcome: Error): string {
  return `${messageForStack(outcome)} It is not known whether ${quoted(name)} was created: run pulumi up again, which looks for it before it creates anything`;
}
