/** Read: the live values of a connection as state, and what they mean. */
import { NotFoundError } from "../api/errors";
import type { ConnectionRecord } from "../api/records";
import { PlainError } from "../plain-error";
import { sameJson } from "../json";
import { isNeverSent } from "./api-key";
import { credentialsIn } from "./credentials";
import { FIELD_NAMES } from "./fields";
import { hasEndpoint, liveForm } from "./form-of";
import { isEndpointForm } from "./forms";
import { keyDrift, maskAfterRead } from "./key-drift";
import { masksAfterRead } from "./masked-headers";
import {
  type Inputs,
  KEPT,
  OBSERVED,
  type State,
  type StoredForms,
  defined,
  isManaged,
  without,
} from "./properties";
import { label } from "./reporter";
import { listedButNotFound, notKnownToBeGone, readHere } from "./same-platform";
import type { Session } from "./session";
import { statusAgrees, warnIfInactive } from "./status";
import { asDeclared, storedForms } from "./stored-forms";
import { disagreements, liveFields, observed } from "./wire";

/** A connection in the stack's state as it is now; undefined if it is gone for certain (decisions/0004). */
export async function readManaged(id: string, before: State, session: Session): Promise<State | undefined> {
  const { connections, gate } = session.platform;
  const deadline = session.deadline();
  return gate.read(async () => {
    const record = await readHere(id, before.host, session, deadline);
    if (record !== undefined) return liveState(before, record, session);
    const isListed = await connections.contains(id, deadline);
    if (!isListed && connections.gap === undefined) return undefined;
    throw new PlainError(isListed ? listedButNotFound(id) : notKnownToBeGone(id, connections.gap));
  });
}

/** A connection that the stack doesn't manage. An unknown id is an error: with an empty result, the run would succeed without it. */
export async function readUnmanaged(id: string, session: Session): Promise<State> {
  const { client, gate, settings } = session.platform;
  let record: ConnectionRecord;
  try {
    record = await gate.read(() => client.get(id, session.deadline()));
  } catch (error) {
    throw error instanceof NotFoundError ? unknownId(error, settings.host) : error;
  }
  const form = liveForm(liveFields(record, "any"));
  const live = {
    ...liveFields(record, form),
    ...observed(record, isEndpointForm(form) ? [] : undefined),
    host: settings.host,
  };
  return defined(live) as unknown as State;
}

/** The id is in the program, so a refresh can't help. */
function unknownId(error: NotFoundError, host: string): PlainError {
  return new PlainError(
    error.messageWith(
      `Check the id, and whether ${host} is the platform that has the connection: ` +
        "npx pulumi-model-connections list shows the ids that the platform's API key can read.",
    ),
  );
}

/** The inputs that belong to a state that was read: the next diff compares with them. */
export function inputsOf(state: State): Inputs {
  const inputs = without(state, [...OBSERVED, ...KEPT, "__asked", "__status"]);
  const status = statusAgrees(state.__status, state.status) ? state.__status : state.status;
  return { ...inputs, ...defined({ status }), connectionName: state.__asked ?? state.connectionName };
}

function liveState(before: State, record: ConnectionRecord, session: Session): State {
  const { settings } = session.platform;
  const forms = formsOf(before, record);
  const live = asDeclared(record, before, forms);
  const seen = observedAfter(before, record);
  const fieldsChanged = FIELD_NAMES.some(
    (name) => live[name] !== undefined && !sameJson(live[name], before[name]),
  );
  const explained = fieldsChanged || before.status !== seen.status;
  if (before.__status === undefined)
    warnIfInactive(label(record.connectionName, record.connectionId), seen.status, session.reporter);
  return defined({
    ...before,
    ...live,
    ...seen,
    __stored: forms,
    host: settings.host,
    apiKeyDrift: isKeyManaged(before)
      ? keyDrift(before, seen, explained, settings.watchModifiedOn)
      : undefined,
    __asked: live.connectionName === before.connectionName ? before.__asked : undefined,
  });
}

function observedAfter(before: State, record: ConnectionRecord) {
  // A value from the environment may have changed since it was sent.
  const credentials = hasEndpoint(before) ? credentialsIn(without(before, ["headersEnv"])) : before.apiKey;
  const shown = observed(record, credentials);
  return {
    ...shown,
    ...defined({
      maskedApiKey: maskAfterRead(before.maskedApiKey, shown.maskedApiKey),
      maskedHeaders: masksAfterRead(before.maskedHeaders, shown.maskedHeaders),
    }),
  };
}

/**
 * The owner of a connection that the stack doesn't manage may rotate its key. So may the owner of an imported one, until the
 * program has a key: there is none yet that an up could send.
 */
function isKeyManaged(state: State): boolean {
  return isManaged(state) && !isNeverSent(state);
}

/** If the last write could not be read back, this is the first look at what the platform stored. */
function formsOf(before: State, record: ConnectionRecord): StoredForms | undefined {
  const isUnseen = before.maskedApiKey === undefined && before.modifiedOn === undefined;
  const isFirstLook = isUnseen && disagreements(before, record).length === 0;
  return before.__stored ?? (isFirstLook ? storedForms(before, record) : undefined);
}
