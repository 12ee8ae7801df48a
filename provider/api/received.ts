/** A record as it was received, kept beside the safe one: only to compare with, because it may contain keys. */

/** A spread copies this member. JSON and states have no symbols, and a function shows nothing of what it returns. */
const RECEIVED = Symbol("received");

interface WithReceived<T> {
  readonly [RECEIVED]?: () => T;
}

/** The safe record, which also knows what was received. */
export function withReceived<T extends object>(safe: T, received: T): T {
  return { ...safe, [RECEIVED]: () => received };
}

/** What was received; a record of another origin as it is. */
export function receivedOf<T extends object>(record: T): T {
  const { [RECEIVED]: received } = record as WithReceived<T>;
  return received === undefined ? record : received();
}
