/** Exactly one connection for one create: list first, then reclaim, adopt or POST, under the first name that is free. */
import { NotFoundError } from "../api/errors";
import { PlainError } from "../plain-error";
import { isAutoNamed, numbered } from "./auto-name";
import { adopt } from "./adopt";
import { ambiguous, declaredTwice, nameInUse, nothingToAdopt } from "./name-conflicts";
import type { Created, Creation } from "./creation";
import { post } from "./post";
import { reclaim } from "./reclaim";

/** The connection that the resource manages from now on. */
export async function createOrAdopt(creation: Creation): Promise<Created> {
  const { inputs, session } = creation;
  for (let attempt = 1; ; attempt++) {
    const name = numbered(inputs.connectionName, attempt);
    if (!session.names.claim(name)) throw new PlainError(declaredTwice(name));
    let created: Created | undefined;
    try {
      created = await createNamed(name, creation);
    } finally {
      if (created === undefined) session.names.release(name);
    }
    if (created !== undefined) return created;
  }
}

/** Undefined if an auto-name is in use by a connection that isn't this resource's. */
async function createNamed(name: string, creation: Creation): Promise<Created | undefined> {
  try {
    return await createOrFind(name, creation);
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    // Deleted since it was listed.
    creation.session.platform.connections.forget();
    return createOrFind(name, creation);
  }
}

async function createOrFind(name: string, creation: Creation): Promise<Created | undefined> {
  const { inputs, session, deadline } = creation;
  const { connections, unresolvedPosts } = session.platform;
  // A POST of this process may have created it: the engine calls create again if the program has an onError hook.
  if (unresolvedPosts.has(name)) return post(name, creation);
  const sameName = await connections.named(name, deadline);
  const [found] = sameName;
  if (found === undefined && inputs.adopt === true)
    throw new PlainError(nothingToAdopt(name, connections.gap));
  if (found === undefined) return post(name, creation);
  if (sameName.length > 1) throw new PlainError(ambiguous(name, sameName));
  if (inputs.adopt === true) return { record: await adopt(found, creation) };
  if (!isAutoNamed(inputs)) throw new PlainError(nameInUse(found));
  const record = await reclaim(found, inputs, session, deadline);
  return record && { record, isReclaimed: true };
}
