/**
 * The platform's connections by name. All checks and creates of a process share one list. A list that failed is requested
 * again by the next create, and so is one that is older than a POST with the same name.
 */
import type { ApiClient, Listing } from "../api/client";
import type { Deadline } from "../api/deadline";
import { ConnectionsApiError, NotFoundError } from "../api/errors";
import type { ListedConnection } from "../api/records";
import { hasAutoNameOf, logicalNameIn } from "./auto-name";
import { type Inputs, UNKNOWN } from "./properties";
import { isStoredForm } from "./stored-forms";

/** By the name as received: a name that contains a key must still be found. */
type ByName = ReadonlyMap<string, readonly ListedConnection[]>;

interface Shared {
  readonly byName: Promise<ByName>;
  /** Names about which something newer is known. */
  readonly outdated: Set<string>;
}

export class ConnectionList {
  readonly #client: ApiClient;
  #shared: Shared | undefined;
  #gap: string | undefined;
  #failure: Error | undefined;

  constructor(client: ApiClient) {
    this.#client = client;
  }

  /** Connections with exactly this name, as of the shared list. */
  async named(name: string, deadline: Deadline): Promise<readonly ListedConnection[]> {
    return this.#shown((await this.#listFor(name, deadline)).get(name) ?? []);
  }

  /** Connections with this name, requested again; if none has exactly this name, those whose name is a stored form of it. */
  async namedNow(name: string, deadline: Deadline): Promise<readonly ListedConnection[]> {
    const byName = await this.#request(deadline);
    const alike = () =>
      allIn(byName).filter((each) => isStoredForm("connectionName", name, each.connectionName));
    return this.#shown(byName.get(name) ?? alike());
  }

  /**
   * The requests of a check. The engine calls checks one after the other, so once they have failed, each later check
   * fails with the same error until a list has succeeded.
   */
  async atPreview<T>(look: () => Promise<T>): Promise<T> {
    if (this.#failure !== undefined) throw this.#failure;
    try {
      return await look();
    } catch (error) {
      if (error instanceof ConnectionsApiError && !(error instanceof NotFoundError)) this.#failure = error;
      throw error;
    }
  }

  /** Connections that this resource may have created before: same provider and model, another auto-name of its logical name. */
  async createdBefore(
    { connectionName, provider, model }: Pick<Inputs, "connectionName" | "provider" | "model">,
    deadline: Deadline,
  ): Promise<readonly ListedConnection[]> {
    const logicalName = logicalNameIn(connectionName);
    const found = allIn(await this.#request(deadline))
      .filter((other) => hasAutoNameOf(other.connectionName, logicalName))
      .filter((other) => isStoredForm("provider", provider, other.provider))
      .filter((other) => model === undefined || isStoredForm("model", model, other.model));
    return this.#shown(found);
  }

  /** Connections with the same provider and model, from the last list. None without a model: the provider alone would match too many. */
  async alike(
    { provider, model }: Pick<Inputs, "provider" | "model">,
    deadline: Deadline,
  ): Promise<readonly ListedConnection[]> {
    if (model === undefined || model === UNKNOWN) return [];
    const found = allIn(await this.#latest(deadline))
      .filter((other) => isStoredForm("provider", provider, other.provider))
      .filter((other) => other.model !== undefined && isStoredForm("model", model, other.model));
    return this.#shown(found);
  }

  /** Whether the list, requested again, still contains an id. */
  async contains(id: string, deadline: Deadline): Promise<boolean> {
    return hasId(await this.#request(deadline), id);
  }

  /** Whether the list contains an id; one that was requested before is enough. Rejects if the platform has no list. */
  async knows(id: string, deadline: Deadline): Promise<boolean> {
    return hasId(await this.#latest(deadline), id);
  }

  /** What the last list lacks, in words; undefined if it was complete. */
  get gap(): string | undefined {
    return this.#gap;
  }

  /** A connection that the shared list shows is gone: the next check or create requests another list. */
  forget(): void {
    this.#shared = undefined;
  }

  /** From now on the shared list says nothing about this name. */
  outdated(name: string): void {
    this.#shared?.outdated.add(name);
  }

  #shown(found: readonly ListedConnection[]): readonly ListedConnection[] {
    return found.map((each) => this.#client.withoutSecrets(each));
  }

  /** Everybody waits for one request. If it fails, the one who sent it fails, and the others wait for one more. */
  async #listFor(name: string, deadline: Deadline): Promise<ByName> {
    const shared = this.#listFrom(name);
    if (shared === undefined) return this.#request(deadline);
    const byName = await shared.catch(() => undefined);
    return byName ?? this.#listFrom(name) ?? this.#request(deadline);
  }

  #listFrom(name: string): Promise<ByName> | undefined {
    return this.#shared?.outdated.has(name) === false ? this.#shared.byName : undefined;
  }

  #latest(deadline: Deadline): Promise<ByName> {
    return this.#shared?.byName ?? this.#request(deadline);
  }

  #request(deadline: Deadline): Promise<ByName> {
    const shared = { byName: this.#list(deadline), outdated: new Set<string>() };
    this.#shared = shared;
    shared.byName.catch(() => {
      if (this.#shared === shared) this.#shared = undefined;
    });
    return shared.byName;
  }

  async #list(deadline: Deadline): Promise<ByName> {
    const listing = await this.#client.rawListing({}, deadline);
    this.#failure = undefined;
    this.#gap = gapOf(listing);
    return Map.groupBy(listing.connections, (connection) => connection.connectionName);
  }
}

function gapOf({ connections: { length }, missing }: Listing): string | undefined {
  if (missing === 0) return undefined;
  if (missing === "unknown")
    return `the platform lists ${length} connections and doesn't say whether there are more`;
  return `the platform lists only ${length} of its ${length + missing} connections`;
}

function hasId(byName: ByName, id: string): boolean {
  return allIn(byName).some(({ connectionId }) => connectionId === id);
}

function allIn(byName: ByName): ListedConnection[] {
  return [...byName.values()].flat();
}
