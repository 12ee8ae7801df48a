// Changes outside the API, like those that a person makes in the platform's web console.
import type { ConnectionDraft, Provider, Status, StoredConnection } from "./connection";
import { readDates } from "./connection-dates";
import type { ConnectionStore } from "./connection-store";
import { membersOf, type CustomApiHeader, type CustomApiMembers } from "./custom-api";

/**
 * The platform's web console. Its edits are not in the journal, need no platform key and skip the uniqueness checks.
 * An edit of an existing connection moves `modifiedOn` forward by at least a millisecond, unless it says otherwise,
 * and throws if the id is unknown.
 */
export interface Console {
  /** Creates a connection. */
  create(draft: ConnectionDraft): StoredConnection;
  /** Sets the status. Throws if it is empty. */
  setStatus(connectionId: string, status: Status): void;
  /**
   * Replaces its key.
   * @param options `touch: false` leaves `modifiedOn` unchanged
   */
  exchangeKey(connectionId: string, key: string, options?: { touch?: boolean }): void;
  /** Changes its name, even to one that is already in use. */
  rename(connectionId: string, connectionName: string): void;
  /** Sets `model`, for any provider. */
  changeModel(connectionId: string, model: string): void;
  /**
   * Sets one of `fields`.
   * @param wireName for example `BASE_URL` or `deployment_id`
   */
  changeField(connectionId: string, wireName: string, value: string): void;
  /**
   * Sets members of a connection in the second form of provider "API", such as `endpointUrl`, `llmFeatures` or
   * `payload`. A member that is not named is unchanged. `headers` is the complete list.
   * @param options `touch: false` leaves `modifiedOn` unchanged
   */
  changeMembers(connectionId: string, members: CustomApiMembers, options?: { touch?: boolean }): void;
  /**
   * Sets the value of one of its `headers`, and adds the header if it is missing.
   * @param key the name of the header, in any case
   * @param options `touch: false` leaves `modifiedOn` unchanged
   */
  changeHeader(connectionId: string, key: string, value: string, options?: { touch?: boolean }): void;
  /** Sets `provider` and leaves the fields unchanged. */
  changeProvider(connectionId: string, provider: Provider): void;
  /**
   * Sets when it was created and last modified, exactly as given, for example to make it look older.
   * @param dates ISO 8601 with a time zone; an omitted date is unchanged. Throws if one is invalid
   */
  setDates(
    connectionId: string,
    dates: { createdOn?: string | undefined; modifiedOn?: string | undefined },
  ): void;
  /** Changes only `modifiedOn`. */
  touch(connectionId: string): void;
  /** Deletes it, which the API can't do. */
  remove(connectionId: string): void;
  /** Deletes all connections. */
  removeAll(): void;
}

/** An edit names an id that does not exist. */
export class UnknownConnectionError extends Error {
  override readonly name = "UnknownConnectionError";

  constructor() {
    super("The emulator has no connection with this id.");
  }
}

/** The console of one platform. */
export function platformConsole(connections: ConnectionStore): Console {
  const existing = (connectionId: string): StoredConnection => {
    const connection = connections.find(connectionId);
    if (connection === undefined) throw new UnknownConnectionError();
    return connection;
  };
  const edit = (id: string, change: Partial<StoredConnection>, touch = true): void => {
    connections.change(existing(id), change, touch);
  };
  const setField = (id: string, name: string, value: string, touch = true): void =>
    edit(id, { fields: { ...existing(id).fields, [name]: value } }, touch);

  return {
    create: (draft) => connections.add(draft),
    setStatus: (id, status) => {
      if (status === "") throw new Error("Could not set the status: it must not be empty.");
      edit(id, { status });
    },
    exchangeKey: (id, key, { touch = true } = {}) => setField(id, "API_KEY", key, touch),
    rename: (id, connectionName) => edit(id, { connectionName }),
    changeModel: (id, model) => edit(id, { model }),
    changeField: setField,
    changeMembers: (id, members, { touch = true } = {}) => edit(id, membersOf(members), touch),
    changeHeader: (id, key, value, { touch = true } = {}) =>
      edit(id, { headers: withHeader(existing(id).headers ?? [], { key, value }) }, touch),
    changeProvider: (id, provider) => edit(id, { provider }),
    setDates: (id, dates) => {
      const { createdOn, modifiedOn } = existing(id);
      const { createdOn: created = createdOn, modifiedOn: modified = modifiedOn } = readDates(dates);
      edit(id, { createdOn: created, modifiedOn: modified }, false);
    },
    touch: (id) => edit(id, {}),
    remove: (id) => connections.remove(existing(id).connectionId),
    removeAll: () => connections.clear(),
  };
}

function withHeader(headers: readonly CustomApiHeader[], changed: CustomApiHeader): CustomApiHeader[] {
  const isSame = ({ key }: CustomApiHeader): boolean => key.toLowerCase() === changed.key.toLowerCase();
  if (!headers.some(isSame)) return [...headers, changed];
  return headers.map((header) => (isSame(header) ? { ...header, value: changed.value } : header));
}
