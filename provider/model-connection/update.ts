/** Update: sends the key if it must be sent. Every other change that reaches update affects only state. */
import { ConnectionsApiError } from "../api/errors";
import { PlainError } from "../plain-error";
import { differenceOf } from "./diff";
import { PartialFailure } from "./error-context";
import { type Inputs, type State, defined, only } from "./properties";
import { sendKey } from "./read-back";
import { assertLivesHere } from "./same-platform";
import type { Session } from "./session";
import { reportStatus, statusAgrees, statusConflict } from "./status";
import { keptOf, stateAfterWrite, stateWithoutWrite } from "./wire";

/**
 * The state. If its status is not the declared one, the status is read again: somebody may have corrected it in the console.
 * @throws PlainError if the status is still not the declared one: the API can't set it, so no key is sent
 */
async function withStatus(id: string, olds: State, { status }: Inputs, session: Session): Promise<State> {
  if (status === undefined || statusAgrees(status, olds.status)) return olds;
  const record = await session.platform.client.get(id, session.deadline());
  if (record.status !== undefined && !statusAgrees(status, record.status))
    throw new PlainError(statusConflict(status, record.status));
  // The change of the status also changed the date. With the old date, the next refresh would suspect a key change.
  return { ...olds, ...only(defined(record), ["status", "modifiedOn"]) };
}

/** @throws PartialFailure if the outcome of the PATCH is unknown, so that the next up sends the key again */
export async function updateConnection(
  id: string,
  olds: State,
  news: Inputs,
  session: Session,
): Promise<State> {
  await assertLivesHere(id, olds.host, session);
  const seen = await withStatus(id, olds, news, session);
  if (!differenceOf(seen, news).sendKey) return stateWithoutWrite(seen, news);
  const key = session.keyOf(news);
  try {
    const record = await sendKey(id, key, session, session.deadline());
    reportStatus(record, news.status, session.reporter);
    return stateAfterWrite(news, record, key, keptOf(olds, news));
  } catch (error) {
    if (error instanceof ConnectionsApiError && error.outcomeUnknown)
      throw new PartialFailure(id, olds, news, error, session);
    throw error;
  }
}
