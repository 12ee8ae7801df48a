/** POST, sent again only if what the last one did is known (decisions/0003). */
import { ConnectionsApiError, RefusedError } from "../api/errors";
import type { ConnectionRecord } from "../api/records";
import { PlainError } from "../plain-error";
import { messageForStack } from "./advice";
import { isAutoNamed } from "./auto-name";
import type { Created, Creation } from "./creation";
import { formRefusal } from "./form-advice";
import { hasEndpoint } from "./form-of";
import { perhapsCreatedBefore, perhapsRenamed, replacedHasKey } from "./name-conflicts";
import { readBack } from "./read-back";
import { label } from "./reporter";
import type { Session } from "./session";
import { type UnresolvedPost, lookFor, unknownOutcome } from "./unresolved-post";
import { toWire } from "./wire";

/** POST is sent at most this often, each further time only after the looks found nothing. */
const MOST_POSTS = 3;

/** Creates the connection, once, even if an earlier create of this process sent a POST for it. */
export async function post(name: string, creation: Creation): Promise<Created> {
  const { unresolvedPosts } = creation.session.platform;
  const created = await postOnce(name, creation);
  unresolvedPosts.delete(name);
  return created;
}

async function postOnce(name: string, creation: Creation): Promise<Created> {
  const { session, deadline } = creation;
  const { client, connections, unresolvedPosts } = session.platform;
  const body = toWire(creation.inputs, name, creation.key);
  for (let sent = 0; ; sent++) {
    const earlier = unresolvedPosts.get(name);
    if (earlier !== undefined) {
      const created = await lookFor(name, earlier, creation);
      if (created !== undefined) return created;
      // The platform may still be processing the request: another POST could create a second connection.
      if (sent === MOST_POSTS || earlier.outcome.stillAtWork)
        throw new PlainError(unknownOutcome(name, earlier.outcome, session.provider));
    } else warnOfGap(session);
    connections.outdated(name);
    const since = earlier?.since ?? client.platformTime();
    const outcome = await outcomeOf(client.create(body, deadline));
    if (!(outcome instanceof ConnectionsApiError)) {
      if (earlier !== undefined) await warnOfDuplicates(outcome, creation);
      return { record: await readBack(outcome, session, deadline) };
    }
    if (outcome.outcomeUnknown) unresolvedPosts.set(name, { outcome, since });
    else if (earlier === undefined) throw await withCandidates(outcome, creation);
    else return resolveRefused(name, { outcome, since }, creation);
  }
}

/** A later POST was refused: perhaps because of the connection of an earlier one, created after all looks for it. */
async function resolveRefused(name: string, refused: UnresolvedPost, creation: Creation): Promise<Created> {
  const created = await lookFor(name, refused, creation);
  if (created === undefined) throw await withCandidates(refused.outcome, creation);
  return created;
}

/** The platform itself must refuse a name that its list doesn't show. */
function warnOfGap({ platform, reporter }: Session): void {
  const { gap } = platform.connections;
  if (gap === undefined) return;
  reporter.warn(
    `${gap}, even by provider and status. If one of the others has the name of a new connection, only the platform can refuse the second one.`,
  );
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

/** Adds a hint to a refusal, whatever its status: another connection may already have the key. */
async function withCandidates(refusal: ConnectionsApiError, creation: Creation): Promise<Error> {
  const advised = formRefusal(creation.inputs, refusal) ?? refusal;
  // A platform may require that each key is used once; nothing says so about headers.
  if (!(refusal instanceof RefusedError) || hasEndpoint(creation.inputs)) return advised;
  const isDuplicate = refusal.status === 409 || DUPLICATE.test(refusal.said);
  // The refusal is what counts; a list that fails must not hide it.
  const hint = await candidatesFor(creation, isDuplicate).catch(() => undefined);
  if (hint === undefined) return advised;
  if (isDuplicate) return new PlainError(refusal.messageWith(hint));
  const said = advised === refusal ? messageForStack(refusal, creation.session.provider) : advised.message;
  return new PlainError(`${said} ${hint}`);
}

/** The hint: it names the connections that may have the key, and what to do about them. */
async function candidatesFor(
  { inputs, session, deadline }: Creation,
  isDuplicate: boolean,
): Promise<string | undefined> {
  const { names, platform } = session;
  const earlier = isAutoNamed(inputs) ? await platform.connections.createdBefore(inputs, deadline) : [];
  const alike = isDuplicate ? await platform.connections.alike(inputs, deadline) : [];
  const replaced = [...earlier, ...alike].find(({ connectionName }) => names.isGivenUp(connectionName));
  if (replaced !== undefined) return replacedHasKey(replaced);
  if (earlier.length > 0) return perhapsCreatedBefore(earlier);
  const others = alike.filter(({ connectionName }) => !names.isDeclared(connectionName));
  return others.length === 0 ? undefined : perhapsRenamed(others);
}

/** Words that platforms use when they refuse a key or name that is in use. */
const DUPLICATE = /\b(unique|duplicate|exists|already|used|in use)\b/i;

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
