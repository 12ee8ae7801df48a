/** The name of a connection that is kept: diff knows its id, so it can tell it from another one with this name. */
import { PlainError } from "../plain-error";
import { isAutoNamed } from "./auto-name";
import { looked } from "./check-name";
import type { Difference } from "./diff";
import { FREE_NAME_FIRST, alsoAdopted, keptTwice, nameInUse } from "./name-conflicts";
import type { Inputs, State } from "./properties";
import type { Session } from "./session";

/** @throws PlainError if another resource of the program has the connection, or another connection the declared name */
export async function assertNameable(
  id: string,
  { connectionName: before, __asked }: State,
  difference: Difference,
  news: Inputs,
  session: Session,
): Promise<void> {
  const { names } = session;
  const name = news.connectionName;
  // The name in state after an update whose outcome is unknown is the declared one.
  if (!names.isFrom(name, [before, __asked, name])) return;
  const conflict = names.keeps(id, name);
  if (conflict !== undefined) {
    const message = conflict.isNew ? alsoAdopted : keptTwice;
    throw new PlainError(message(names.declaredBy(conflict.other)));
  }
  const problem = await renameProblem(id, difference, news, session);
  if (problem !== undefined) throw new PlainError(problem);
}

/**
 * Why PATCH can't give this connection the declared name: another one has it. An interrupted run may have sent it already,
 * so the name in state proves nothing. Instead of an auto-name that is in use, update sends the next free one.
 */
async function renameProblem(
  id: string,
  { inPlace }: Difference,
  news: Inputs,
  session: Session,
): Promise<string | undefined> {
  if (!inPlace.includes("connectionName") || isAutoNamed(news)) return undefined;
  const sameName = await looked(session, (deadline) =>
    session.platform.connections.named(news.connectionName, deadline),
  );
  const other = sameName?.find(({ connectionId }) => connectionId !== id);
  return other && nameInUse(other, FREE_NAME_FIRST);
}
