/** The platform's connections by name. All checks and creates of a process share one list; it is requested again after an unknown outcome, and to confirm a 404. */
import type { ApiClient } from "../api/client";
import type { Deadline } from "../api/deadline";
import type { ListedConnection } from "../api/records";
import { hasAutoNameOf, logicalNameIn } from "./auto-name";
import type { Inputs } from "./properties";

type ByName = ReadonlyMap<string, readonly ListedConnection[]>;

export class ConnectionList {
  readonly #client: ApiClient;
  #shared: Promise<ByName> | undefined;

  constructor(client: ApiClient) {
    this.#client = client;
  }

  /** Connections with exactly this name, as of the shared list. If that request failed, every later use in this process fails with the same error. */
  async named(name: string, deadline: Deadline): Promise<readonly ListedConnection[]> {
    return (await this.#sharedList(deadline)).get(name) ?? [];
  }

  /** Connections that this resource may have created before: same provider and model, another auto-name of its logical name. */
  async createdBefore(
    { connectionName, provider, model }: Pick<Inputs, "connectionName" | "provider" | "model">,
    deadline: Deadline,
  ): Promise<readonly ListedConnection[]> {
    const logicalName = logicalNameIn(connectionName);
    return [...(await this.#sharedList(deadline)).values()]
      .flat()
      .filter((other) => hasAutoNameOf(other.connectionName, logicalName))
      .filter((other) => other.provider === provider && other.model === model);
  }

  /** Connections with exactly this name, requested again. */
  async namedNow(name: string, deadline: Deadline): Promise<readonly ListedConnection[]> {
    const fresh = this.#request(deadline);
    const byName = await fresh;
    this.#shared = fresh;
    return byName.get(name) ?? [];
  }

  /** Whether the list, requested again, still contains an id. */
  async contains(id: string, deadline: Deadline): Promise<boolean> {
    const byName = await this.#request(deadline);
    return [...byName.values()].flat().some((connection) => connection.connectionId === id);
  }

  #sharedList(deadline: Deadline): Promise<ByName> {
    return (this.#shared ??= this.#request(deadline));
  }

  async #request(deadline: Deadline): Promise<ByName> {
    return Map.groupBy(await this.#client.list({}, deadline), (connection) => connection.connectionName);
  }
}
