/** Exactly one connection for one create: look first, POST once, and clear up what stayed unclear before anything is sent twice. */
import { setTimeout as sleep } from "node:timers/promises";
import type { ConnectionRecord, ListedConnection } from "../api/records";
import type { Deadline } from "../api/deadline";
import { ConnectionsApiError, NotFoundError } from "../api/errors";
import { PlainError } from "../plain-error";
import { quoted } from "../printable";
import { called, note, warn } from "./reporter";
import { declaredKey } from "./api-key";
import { isAutoNamed, numbered } from "./names";
import type { Declared } from "./properties";
import type { Session } from "./session";
import { ambiguous, cannotAdopt, nameTaken, nothingToAdopt, perhapsOwn } from "./name-conflicts";
import { disagreements, toWire } from "./wire";

/** Pauses before each look for a connection whose POST got no usable answer. */
const LOOKS_AFTER_DOUBT = [0, 1_000, 2_000];
/** How often a POST goes out at most, each time after the looks have found nothing. */
const MOST_POSTS = 3;
/** Within so many milliseconds of its making a connection's `modifiedOn` says nothing. */
const AT_ONCE = 5_000;
/** Pauses of a read-back that finds nothing right after a confirmed write. */
const READ_BACK = [0, 250, 500, 1_000, 2_000];

/** A create on its way: what is declared, in which process, until when. */
interface Creation {
  readonly declared: Declared;
  readonly now: Session;
  readonly deadline: Deadline;
}

/** The connection that stands for the declared one from now on, read back after the last write. */
export async function makeOrTake(
  declared: Declared,
  now: Session,
  deadline: Deadline,
): Promise<ConnectionRecord> {
  for (let attempt = 1; ; attempt++) {
    const name = numbered(declared.connectionName, attempt);
    if (!now.claim(name)) throw new PlainError(madeByAnother(name));
    try {
      const record = await makeNamed(name, { declared, now, deadline });
      if (record !== undefined) return record;
    } catch (error) {
      now.release(name);
      throw error;
    }
    const next = numbered(declared.connectionName, attempt + 1);
    warn(`the name ${quoted(name)} is taken by a connection that isn't as declared; trying ${quoted(next)}.`);
  }
}

/** Undefined when an auto-name is taken by something that can't be ours. */
async function makeNamed(name: string, creation: Creation): Promise<ConnectionRecord | undefined> {
  const { declared, now, deadline } = creation;
  const there = await now.directory.named(name, deadline);
  const [found] = there;
  if (found === undefined) {
    if (declared.adopt === true) throw new PlainError(nothingToAdopt(name));
    return make(name, creation);
  }
  if (there.length > 1) throw new PlainError(ambiguous(name, there));
  if (declared.adopt === true) return take(found, "adopted", "as adopt: true asks", creation);
  if (isAutoNamed(declared)) return take(found, "took", OWN_NAME, creation);
  throw new PlainError(nameTaken(found));
}

/** An own create that was interrupted: the auto-name takes in place, arguments and key, so an equal name is the proof. */
const OWN_NAME = "its name is the one that this resource makes from its place, arguments and key";

/** Goes on with a connection that exists. Every field that the platform tells has to agree; the declared key is sent. */
async function take(found: ListedConnection, verb: string, why: string, creation: Creation) {
  const { declared, now, deadline } = creation;
  const record = await now.client.get(found.connectionId, deadline);
  const differences = disagreements(declared, record);
  if (isAutoNamed(declared) && (differences.length > 0 || hasUnsureKey(record))) return undefined;
  if (differences.length > 0) throw new PlainError(cannotAdopt(found, differences));
  const name = called(found.connectionName, found.connectionId);
  note(`${verb} model connection ${name}: ${why}, and all else is as declared.`);
  if (record.provider !== "API") return rekey(record.connectionId, declaredKey(declared), now, deadline);
  note(
    `the key of ${name} was not sent: the API can't change it for provider "API". ` +
      "If it is another than the declared one, exchange it in the platform's console.",
  );
  return record;
}

/** The API never changes the key of provider "API": what was modified after it was made was so in the console, perhaps its key. */
function hasUnsureKey({ provider, createdOn, modifiedOn }: ConnectionRecord): boolean {
  return provider === "API" && Date.parse(modifiedOn ?? "") - Date.parse(createdOn ?? "") > AT_ONCE;
}

/** POST, and after every unclear outcome a look by exact name. */
async function make(name: string, creation: Creation): Promise<ConnectionRecord> {
  const { declared, now, deadline } = creation;
  const body = toWire(declared, name, declaredKey(declared));
  for (let post = 1; ; post++) {
    const outcome = await now.client.create(body, deadline).catch(doubtful(post, creation));
    if (!(outcome instanceof ConnectionsApiError)) {
      if (post > 1) await warnOfTwins(outcome, creation);
      return readBack(outcome, now, deadline);
    }
    const made = await lookAfterDoubt(name, outcome, creation);
    if (made !== undefined) return made;
    if (!outcome.unclear) throw outcome;
    // Without an answer the platform may still be at work: a second POST could make a second connection.
    if (post === MOST_POSTS || outcome.stillAtWork) throw new PlainError(leftOpen(name, outcome));
  }
}

/**
 * The error itself when it leaves open what was done; any other one is thrown on. A conflict of a second POST may be with
 * the connection of the first, carried out after all looks for it.
 */
function doubtful(post: number, creation: Creation) {
  return async (error: unknown): Promise<ConnectionsApiError> => {
    if (!(error instanceof ConnectionsApiError)) throw error;
    if (error.unclear || (post > 1 && error.status === 409)) return error;
    throw error.status === 409 ? await withRelatives(error, creation) : error;
  };
}

/** A refused auto-name: what this resource has made with another key, and no state holds any more, is perhaps in the way. */
async function withRelatives(error: Error, { declared, now, deadline }: Creation): Promise<Error> {
  if (!isAutoNamed(declared)) return error;
  // The refusal is what counts, and must not be hidden by a list that fails.
  const akin = await now.directory.akin(declared, deadline).catch(() => []);
  return akin.length === 0 ? error : new PlainError(`${error.message} ${perhapsOwn(akin)}`);
}

async function lookAfterDoubt(name: string, doubt: Error, { declared, now, deadline }: Creation) {
  for (const pause of LOOKS_AFTER_DOUBT) {
    await deadline.wait(pause);
    const there = await now.directory.namedNow(name, deadline).catch(() => {
      throw new PlainError(leftOpen(name, doubt));
    });
    if (there.length > 1) throw new PlainError(ambiguous(name, there));
    const [found] = there;
    if (found === undefined) continue;
    const record = await now.client.get(found.connectionId, deadline);
    if (disagreements(declared, record).length > 0) throw new PlainError(nameTaken(found));
    const why = "its POST got no usable answer, yet it is there, as declared";
    note(`took model connection ${called(name, found.connectionId)}: ${why}.`);
    return record;
  }
  return undefined;
}

/** A first POST that was carried out late, after all looks for it, has made a second connection on a platform that lets it. */
async function warnOfTwins(made: ConnectionRecord, { now, deadline }: Creation): Promise<void> {
  // The connection is made, and must not be lost for want of this look.
  const there = await now.directory.namedNow(made.connectionName, deadline).catch(() => []);
  for (const twin of there.filter(({ connectionId }) => connectionId !== made.connectionId)) {
    const name = called(twin.connectionName, twin.connectionId);
    warn(`${name} was made by an earlier request of this run that got no answer: delete it in the console.`);
  }
}

/** PATCHes the key and reads back what the platform shows from now on. */
export async function rekey(
  id: string,
  key: string,
  now: Session,
  deadline: Deadline,
): Promise<ConnectionRecord> {
  return readBack(await now.client.updateKey(id, key, deadline), now, deadline);
}

/**
 * The baseline for finding drift: the mask and modifiedOn that GET shows after a write. A platform that lags behind is
 * asked again for a few seconds; then the write's own answer counts, without the mask, whose style differs from GET's.
 */
async function readBack(
  written: ConnectionRecord,
  now: Session,
  deadline: Deadline,
): Promise<ConnectionRecord> {
  for (const pause of READ_BACK) {
    await sleep(Math.min(pause, deadline.remaining()));
    try {
      const record = await now.client.get(written.connectionId, deadline);
      if (!isOlder(record, written)) return record;
    } catch (error) {
      if (error instanceof NotFoundError) continue;
      if (!(error instanceof ConnectionsApiError)) throw error;
      break;
    }
  }
  note(
    `${called(written.connectionName, written.connectionId)} could not be read back after it was written; the next refresh takes its first look.`,
  );
  return { ...written, fields: { ...written.fields, API_KEY: undefined } };
}

function isOlder(record: ConnectionRecord, written: ConnectionRecord): boolean {
  return Date.parse(record.modifiedOn ?? "") < Date.parse(written.modifiedOn ?? "");
}

function leftOpen(name: string, doubt: Error): string {
  return `${doubt.message} Whether ${quoted(name)} was made is not known: run pulumi up again, which looks for it before it makes one`;
}

function madeByAnother(name: string): string {
  return `another resource of this program makes ${quoted(name)}; give each its own connectionName`;
}
