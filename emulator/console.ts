// Edits past the API, as a person makes them in the platform's web console.
import type { ConnectionDraft, Provider, Status, StoredConnection } from "./connection";
import type { Connections } from "./store";

/**
 * The platform's web console: none of its edits is in the journal, needs a key, or has to be unique.
 * Each but `create` throws when there is no connection with the id, and moves `modifiedOn` forward
 * by at least a millisecond.
 */
export interface Console {
  /** Makes a connection that no program has declared. */
  create(draft: ConnectionDraft): StoredConnection;
  /** Switches it on or off. */
  setStatus(connectionId: string, status: Status): void;
  /**
   * Gives it another key.
   * @param options `touch: false` leaves `modifiedOn` as it is
   */
  exchangeKey(connectionId: string, key: string, options?: { touch?: boolean }): void;
  /** Gives it another name, also one that is taken. */
  rename(connectionId: string, connectionName: string): void;
  /** Sets `model`, whatever the provider. */
  changeModel(connectionId: string, model: string): void;
  /**
   * Sets one of `fields`.
   * @param wireName for example `BASE_URL` or `deployment_id`
   */
  changeField(connectionId: string, wireName: string, value: string): void;
  /** Sets `provider` and leaves the fields as they are. */
  changeProvider(connectionId: string, provider: Provider): void;
  /** Moves `modifiedOn` and nothing else. */
  touch(connectionId: string): void;
  /** Deletes it, which the API can't. */
  remove(connectionId: string): void;
  /** Deletes all of them. */
  removeAll(): void;
}

export class UnknownConnectionError extends Error {
  override readonly name = "UnknownConnectionError";

  constructor() {
    super("The emulator has no connection with this id.");
  }
}

export function platformConsole(connections: Connections): Console {
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
    setStatus: (id, status) => edit(id, { status }),
    exchangeKey: (id, key, { touch = true } = {}) => setField(id, "API_KEY", key, touch),
    rename: (id, connectionName) => edit(id, { connectionName }),
    changeModel: (id, model) => edit(id, { model }),
    changeField: setField,
    changeProvider: (id, provider) => edit(id, { provider }),
    touch: (id) => edit(id, {}),
    remove: (id) => connections.remove(existing(id).connectionId),
    removeAll: () => connections.clear(),
  };
}
