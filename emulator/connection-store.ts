// The connections of one emulated platform. Each change is saved before anyone can see it.
import { randomUUID } from "node:crypto";
import type { ConnectionDraft, StoredConnection } from "./connection";
import { membersOf } from "./custom-api";

type Save = (connections: readonly StoredConnection[]) => void;

// Two changes within a millisecond must still differ, or a client that watches modifiedOn misses one.
const laterThan = (moment: string): string =>
  new Date(Math.max(Date.now(), Date.parse(moment) + 1)).toISOString();

/** All connections, in memory; `save` gets the complete list at every change and cancels the change by throwing. */
export class ConnectionStore {
  #list: readonly StoredConnection[];
  readonly #save: Save;

  constructor(list: readonly StoredConnection[], save: Save) {
    this.#list = list;
    this.#save = save;
  }

  /** In order of creation. */
  all(): readonly StoredConnection[] {
    return this.#list;
  }

  find(connectionId: string): StoredConnection | undefined {
    return this.#list.find((connection) => connection.connectionId === connectionId);
  }

  add(draft: ConnectionDraft): StoredConnection {
    const now = new Date().toISOString();
    const connection: StoredConnection = {
      connectionId: `cn-${randomUUID()}`,
      connectionName: draft.connectionName,
      provider: draft.provider,
      ...(draft.model === undefined ? {} : { model: draft.model }),
      status: draft.status ?? "ACTIVE",
      fields: { ...draft.fields },
      ...membersOf(draft),
      createdOn: now,
      modifiedOn: now,
    };
    this.#replaceList([...this.#list, connection]);
    return connection;
  }

  /** Changes one connection; modifiedOn moves forward unless `touch` is false, whatever `edit` says. */
  change(current: StoredConnection, edit: Partial<StoredConnection>, touch = true): StoredConnection {
    const touched = touch ? { modifiedOn: laterThan(current.modifiedOn) } : {};
    const changed = { ...current, ...edit, ...touched };
    this.#replaceList(
      this.#list.map((each) => (each.connectionId === current.connectionId ? changed : each)),
    );
    return changed;
  }

  remove(connectionId: string): void {
    this.#replaceList(this.#list.filter((each) => each.connectionId !== connectionId));
  }

  clear(): void {
    this.#replaceList([]);
  }

  // Saved first: if saving fails, the change has not happened.
  #replaceList(list: readonly StoredConnection[]): void {
    this.#save(list);
    this.#list = list;
  }
}
