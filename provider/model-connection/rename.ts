/** Renames a connection in place, to a name that no other connection has. */
import { PlainError } from "../plain-error";
import { isAutoNamed, numbered } from "./auto-name";
import { FREE_NAME_FIRST, declaredTwice, nameInUse } from "./name-conflicts";
import type { Inputs, State } from "./properties";
import type { Session } from "./session";

/**
 * Sends the declared name, or with an auto-name the first one that is free, as create does. The list is requested again:
 * the name in state may be outdated, so check can't tell this connection from another one.
 */
export async function rename<T>(
  id: string,
  { connectionName: before }: State,
  news: Inputs,
  session: Session,
  send: (connectionName: string) => Promise<T>,
): Promise<T> {
  const { names, platform } = session;
  const { connections } = platform;
  const deadline = session.deadline();
  connections.forget();
  for (let attempt = 1; ; attempt++) {
    const name = numbered(news.connectionName, attempt);
    if (!names.claim(name)) throw new PlainError(declaredTwice(name));
    try {
      const sameName = await connections.named(name, deadline);
      const other = sameName.find(({ connectionId }) => connectionId !== id);
      if (other === undefined) {
        for (const each of [before, name]) connections.outdated(each);
        return await send(name);
      }
      if (!isAutoNamed(news)) throw new PlainError(nameInUse(other, FREE_NAME_FIRST));
    } finally {
      names.release(name);
    }
  }
}
