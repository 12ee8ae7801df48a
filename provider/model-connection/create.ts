/** Exactly one connection for one create: list first, then reclaim, adopt or POST, under the first name that is free. */
import type { ConnectionRecord, ListedConnection } from "../api/records";
import { PlainError } from "../plain-error";
import { quoted } from "../printable";
import { isAutoNamed, numbered } from "./auto-name";
import { ambiguous, cannotAdopt, declaredTwice, nameInUse, nothingToAdopt } from "./name-conflicts";
import { type Creation, post } from "./post";
import { sendKey } from "./read-back";
import { label } from "./reporter";
import { disagreements } from "./wire";

/** Milliseconds after a connection's creation during which a new `modifiedOn` means nothing. */
const JUST_CREATED = 5_000;

/** The connection that the resource manages from now on, as GET shows it after the last write. */
export async function createOrAdopt(creation: Creation): Promise<ConnectionRecord> {
  const { inputs, session } = creation;
  for (let attempt = 1; ; attempt++) {
    const name = numbered(inputs.connectionName, attempt);
    if (!session.names.claim(name)) throw new PlainError(declaredTwice(name));
    try {
      const record = await createNamed(name, creation);
      if (record !== undefined) return record;
    } catch (error) {
      session.names.release(name);
      throw error;
    }
    const next = quoted(numbered(inputs.connectionName, attempt + 1));
    session.reporter.warn(
      `the name ${quoted(name)} is already in use by a connection that differs from the program or has changed since it was created; trying ${next}.`,
    );
  }
}

/** Undefined if an auto-name is in use by a connection that can't be this resource's. */
async function createNamed(name: string, creation: Creation): Promise<ConnectionRecord | undefined> {
  const { inputs, session, deadline } = creation;
  const sameName = await session.platform.connections.named(name, deadline);
  const [found] = sameName;
  if (found === undefined && inputs.adopt === true) throw new PlainError(nothingToAdopt(name));
  if (found === undefined) return post(name, creation);
  if (sameName.length > 1) throw new PlainError(ambiguous(name, sameName));
  if (inputs.adopt === true) return adopt(found, creation);
  if (isAutoNamed(inputs)) return reclaim(found, creation);
  throw new PlainError(nameInUse(found));
}

/** Adopts the connection that the program names. Every field that the platform returns must agree. */
async function adopt(found: ListedConnection, creation: Creation): Promise<ConnectionRecord> {
  const { inputs, session, deadline } = creation;
  const record = await session.platform.client.get(found.connectionId, deadline);
  const differences = disagreements(inputs, record);
  if (differences.length > 0) throw new PlainError(cannotAdopt(found, differences));
  const name = label(found.connectionName, found.connectionId);
  session.reporter.note(
    `adopted model connection ${name}, because adopt is true; every readable field matches the program.`,
  );
  return withDeclaredKey(record, creation);
}

/** Reclaims what an interrupted create of this resource left: the name is derived from its place in the program, its arguments and its key (decisions/0002). */
async function reclaim(found: ListedConnection, creation: Creation): Promise<ConnectionRecord | undefined> {
  const { inputs, session, deadline } = creation;
  const record = await session.platform.client.get(found.connectionId, deadline);
  if (disagreements(inputs, record).length > 0 || mayHaveAnotherKey(record)) return undefined;
  const name = label(found.connectionName, found.connectionId);
  session.reporter.note(
    `reclaimed model connection ${name}: its name is derived from this resource's project, stack, logical name, arguments and key, and every readable field matches the program.`,
  );
  return withDeclaredKey(record, creation);
}

async function withDeclaredKey(record: ConnectionRecord, creation: Creation): Promise<ConnectionRecord> {
  const { key, session, deadline } = creation;
  if (record.provider !== "API") return sendKey(record.connectionId, key, session, deadline);
  const name = label(record.connectionName, record.connectionId);
  session.reporter.note(
    `the key of ${name} was not sent: the API can't change the key of provider "API". ` +
      "If the platform has another key than the program, change it in the platform's console.",
  );
  return record;
}

/** The API can't change the key of provider "API", so a later `modifiedOn` means a change in the console, perhaps of the key. */
function mayHaveAnotherKey({ provider, createdOn, modifiedOn }: ConnectionRecord): boolean {
  return provider === "API" && Date.parse(modifiedOn ?? "") - Date.parse(createdOn ?? "") > JUST_CREATED;
}
