/** What the platform says of a connection now, as state for refresh: live values, and words for what they mean. */
import type { ConnectionRecord } from "../api/records";
import { NotFoundError } from "../api/errors";
import { PlainError } from "../plain-error";
import { quoted } from "../printable";
import { called, warn } from "./reporter";
import { keyDrift } from "./api-key";
import { IMMUTABLE_FIELDS } from "./fields";
import { type Declared, OBSERVED, type Stored, defined, without } from "./properties";
import type { Session } from "./session";
import { liveFields, observed } from "./wire";

/** Undefined when the connection is gone, for certain. */
export async function readStored(id: string, before: Stored, now: Session): Promise<Stored | undefined> {
  const deadline = now.deadline();
  try {
    const record = await now.client.get(id, deadline);
    now.gate.sawOne();
    if (before.host !== now.settings.host) now.sameUnderNewHost.add(id);
    return afterRead(before, record, now);
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    if (before.host !== now.settings.host) throw new PlainError(elsewhere(before.host, now.settings.host));
    if (await now.directory.holds(id, deadline)) {
      throw new PlainError(
        `the platform lists the connection but answers 404 for it (GET /connections/${id}). Run again once it has settled`,
      );
    }
    return undefined;
  }
}

/** A connection that the stack doesn't manage; an unknown id is an error, since a blank answer would let the run succeed without it. */
export async function readUnmanaged(id: string, now: Session): Promise<Stored> {
  const record = await now.client.get(id, now.deadline());
  now.gate.sawOne();
  const live = { ...liveFields(record), ...observed(record, undefined), host: now.settings.host };
  return defined(live) as unknown as Stored;
}

/** The inputs that belong to the state read: what the next diff compares with. */
export function inputsOf(stored: Stored): Declared {
  const inputs = without(stored, [...OBSERVED, "__asked"]);
  return { ...inputs, connectionName: stored.__asked ?? stored.connectionName };
}

function afterRead(before: Stored, record: ConnectionRecord, now: Session): Stored {
  const live = liveFields(record);
  const seen = observed(record, before.apiKey);
  const fieldsMoved = IMMUTABLE_FIELDS.some(
    (name) => live[name] !== undefined && live[name] !== before[name],
  );
  const explained = fieldsMoved || before.status !== seen.status;
  const drift = keyDrift(before, seen, explained, now.settings.watchModifiedOn);
  warnWhileInactive(id(record), seen.status);
  return defined({
    ...before,
    ...live,
    ...seen,
    host: now.settings.host,
    apiKeyDrift: drift,
    __asked: live.connectionName === before.connectionName ? before.__asked : undefined,
  });
}

function id(record: ConnectionRecord): string {
  return called(record.connectionName, record.connectionId);
}

/** Status can't be set by the API, and a plan can't show it: so it is said on every run. */
export function warnWhileInactive(name: string, status: string | undefined): void {
  if (status === undefined || status === "ACTIVE") return;
  warn(
    `model connection ${name} is ${quoted(status)} on the platform. The API can't change that: switch it on in the platform's console.`,
  );
}

export function elsewhere(recorded: string, configured: string): string {
  return (
    `it lives on ${recorded}, but model-connections:host is ${configured}, where its id is not known. ` +
    "Nothing was changed. Point model-connections:host back, or run pulumi up to make it anew on the other platform"
  );
}
