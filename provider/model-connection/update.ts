/** Update: sends what changed, as far as the API can change it in place. Every other change that reaches update affects only state. */
import { ConnectionsApiError } from "../api/errors";
import { PlainError } from "../plain-error";
import { isNeverSent } from "./api-key";
import { type Credentials, credentialsIn } from "./credentials";
import { idOf } from "./credentials-id";
import { differenceOf } from "./diff";
import { PartialFailure } from "./error-context";
import type { FieldName } from "./fields";
import { withFormAdvice } from "./form-advice";
import { hasEndpoint } from "./form-of";
import { OUTCOME_UNKNOWN } from "./key-drift";
import { type Inputs, type State, defined, only } from "./properties";
import { sendKey, sendMembers } from "./read-back";
import { rename } from "./rename";
import { assertLivesHere } from "./same-platform";
import type { Session } from "./session";
import { reportStatus, statusAgrees, statusConflict } from "./status";
import { storedFormsAfter } from "./stored-forms";
import { keptOf, patchOf, stateAfterWrite, stateWithoutWrite } from "./wire";

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

/** @throws PartialFailure if the outcome of the PATCH is unknown, so that the next up sends the same again */
export async function updateConnection(
  id: string,
  olds: State,
  news: Inputs,
  session: Session,
): Promise<State> {
  await assertLivesHere(id, olds.host, session);
  const seen = await withStatus(id, olds, news, session);
  const { sendKey: isKeySent, inPlace } = differenceOf(seen, news);
  if (!isKeySent && inPlace.length === 0) return stateWithoutWrite(seen, news);
  try {
    return hasEndpoint(news)
      ? await updateMembers(id, olds, news, isKeySent, inPlace, session)
      : await updateKey(id, olds, news, session);
  } catch (error) {
    if (error instanceof ConnectionsApiError && error.outcomeUnknown)
      throw new PartialFailure(id, isKeySent ? withUnknownKey(olds) : olds, news, error, session);
    throw error;
  }
}

/**
 * The platform has the key in state or the one that was sent. With the mark, the next up sends the declared one, even if
 * that is the one in state. Without a key that Pulumi knows, there is nothing to go back to.
 */
function withUnknownKey(olds: State): State {
  return isNeverSent(olds) ? olds : { ...olds, apiKeyDrift: olds.apiKeyDrift ?? OUTCOME_UNKNOWN };
}

/**
 * The id of what was sent because of a mark in state. Check sees only the inputs, which may lack the mark, and so keeps the
 * id of an earlier value of the variable.
 */
function sentId(olds: State, news: Inputs, sent: Credentials): Pick<State, "apiKeyId"> {
  const isMarked = olds.apiKeyDrift !== undefined && news.apiKeyId !== undefined;
  return isMarked ? defined({ apiKeyId: idOf(sent) }) : {};
}

async function updateKey(id: string, olds: State, news: Inputs, session: Session): Promise<State> {
  const key = session.keyOf(news);
  if (typeof key !== "string") throw new TypeError("headers in place of a key");
  const record = await sendKey(id, key, session, session.deadline());
  reportStatus(record, news.status, session.reporter);
  return { ...stateAfterWrite(news, record, key, keptOf(olds, news)), ...sentId(olds, news, key) };
}

/** One PATCH with what changed. Only what is written gets a new record of the platform's form. */
async function updateMembers(
  id: string,
  olds: State,
  news: Inputs,
  sendsHeaders: boolean,
  names: readonly FieldName[],
  session: Session,
): Promise<State> {
  const headers = sendsHeaders ? session.keyOf(news) : undefined;
  const send = (connectionName: string) => {
    const body = patchOf({ ...news, connectionName }, names, headers);
    return withFormAdvice(news, sendMembers(id, body, session, session.deadline()));
  };
  const record = await (names.includes("connectionName")
    ? rename(id, olds, news, session, send)
    : send(news.connectionName));
  reportStatus(record, news.status, session.reporter);
  const kept = {
    ...keptOf(olds, news),
    __stored: storedFormsAfter(olds.__stored, news, record, names),
  };
  const state = stateAfterWrite(news, record, headers ?? credentialsIn({ ...news }), kept);
  if (headers !== undefined) return { ...state, ...sentId(olds, news, headers) };
  // Without new headers, their baseline is what the platform showed after they were sent, and an ignored drift stays.
  return { ...state, ...only(olds, ["maskedHeaders", "apiKeyDrift"]) };
}
