/** Update: sends the key if it must be sent. Every other change that reaches update affects only state. */
import { ConnectionsApiError } from "../api/errors";
import { differenceOf } from "./diff";
import { PartialFailure } from "./error-context";
import type { Inputs, State } from "./properties";
import { sendKey } from "./read-back";
import { assertLivesHere } from "./same-platform";
import type { Session } from "./session";
import { keptOf, stateAfterWrite, stateWithoutWrite } from "./wire";

/** @throws PartialFailure if the outcome of the PATCH is unknown, so that the next up sends the key again */
export async function updateConnection(
  id: string,
  olds: State,
  news: Inputs,
  session: Session,
): Promise<State> {
  await assertLivesHere(id, olds.host, session);
  if (!differenceOf(olds, news).sendKey) return stateWithoutWrite(olds, news);
  const key = session.keyOf(news);
  try {
    const record = await sendKey(id, key, session, session.deadline());
    return stateAfterWrite(news, record, key, keptOf(olds, news));
  } catch (error) {
    if (error instanceof ConnectionsApiError && error.outcomeUnknown)
      throw new PartialFailure(id, olds, news, error, session);
    throw error;
  }
}
