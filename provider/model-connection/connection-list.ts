/** The platform's connections by name: one list a process, shared by all its creates, and asked anew only after doubt. */
import type { ApiClient } from "../api/client";
import type { ListedConnection } from "../api/records";
import type { Deadline } from "../api/deadline";
import { logicalNameIn, looksAutoNamed } from "./names";
import type { Declared } from "./properties";

export class Directory {
  readonly #client: ApiClient;
  #listed: Promise<Map<string, ListedConnection[]>> | undefined;

  constructor(client: ApiClient) {
    this.#client = client;
  }

  /** Connections of exactly this name as of the first look; a failed look stays failed for the process. */
  async named(name: string, deadline: Deadline): Promise<readonly ListedConnection[]> {
    return (await this.#firstLook(deadline)).get(name) ?? [];
  }

  /** Connections that are like a declared one and have another auto-name of the same logical name, as of the first look. */
  async akin(
    { connectionName, provider, model }: Pick<Declared, "connectionName" | "provider" | "model">,
    deadline: Deadline,
  ): Promise<readonly ListedConnection[]> {
    const logicalName = logicalNameIn(connectionName);
    return [...(await this.#firstLook(deadline)).values()]
      .flat()
      .filter((other) => looksAutoNamed(other.connectionName, logicalName))
      .filter((other) => other.provider === provider && other.model === model);
  }

  /** Connections of exactly this name, asked anew. */
  async namedNow(name: string, deadline: Deadline): Promise<readonly ListedConnection[]> {
    const fresh = this.#list(deadline);
    const byName = await fresh;
    this.#listed = fresh;
    return byName.get(name) ?? [];
  }

  /** Whether the list, asked anew, still holds an id. */
  async holds(id: string, deadline: Deadline): Promise<boolean> {
    const byName = await this.#list(deadline);
    return [...byName.values()].flat().some((connection) => connection.connectionId === id);
  }

  #firstLook(deadline: Deadline): Promise<Map<string, ListedConnection[]>> {
    return (this.#listed ??= this.#list(deadline));
  }

  async #list(deadline: Deadline): Promise<Map<string, ListedConnection[]>> {
    return Map.groupBy(await this.#client.list({}, deadline), (connection) => connection.connectionName);
  }
}
