/** Completes a list that the platform truncates: with a larger limit, then by provider and by status. */
import { ConnectionsApiError } from "./errors";
import { type ListedConnection, PROVIDERS, STATUSES } from "./records";

/** The filters of GET /connections (reference: List All Connections). */
export interface ListFilter {
  readonly provider?: string;
  readonly status?: string;
  /** The most connections to return. @default all, in as many requests as the platform needs */
  readonly limit?: number;
}

/** One response to GET /connections. */
export interface ListPage {
  readonly connections: readonly ListedConnection[];
  readonly total?: number | undefined;
}

/** The connections that the platform lists. */
export interface Listing {
  readonly connections: ListedConnection[];
  /** How many connections match but can't be listed; 0 if the list is complete. */
  readonly missing: number;
}

/** Limits that a platform may accept if it refuses a larger one. */
const USUAL_LIMITS = [200, 100];

/** All connections that match the filter, as far as the platform lists them. */
export async function completeList(
  filter: ListFilter,
  request: (filter: ListFilter) => Promise<ListPage>,
): Promise<Listing> {
  const { found, total } = await new Completion(request).listing(filter);
  return { connections: [...found.values()], missing: Math.max(0, total - found.size) };
}

type ById = Map<string, ListedConnection>;

/** The requests for one complete list, and what they have shown about the platform's limit. */
class Completion {
  readonly #request: (filter: ListFilter) => Promise<ListPage>;
  /** The largest limit that the platform accepts, if it was seen to truncate. */
  #largest: number | undefined;
  /** The smallest limit that the platform refused or ignored. */
  #tooLarge = Infinity;

  constructor(request: (filter: ListFilter) => Promise<ListPage>) {
    this.#request = request;
  }

  /** What matches the filter, as far as it can be listed, and how many connections match. */
  async listing(filter: ListFilter): Promise<{ found: ById; total: number }> {
    const found: ById = new Map();
    const { connections, total = connections.length } = await this.#page(filter, this.#largest, found);
    if (total > found.size) await this.#addWithLimit(filter, total, found);
    for (const narrower of narrowed(filter)) {
      if (found.size >= total) break;
      const part = await unlessRefused(this.listing(narrower));
      for (const [id, connection] of part?.found ?? []) found.set(id, connection);
    }
    return { found, total };
  }

  async #addWithLimit(filter: ListFilter, total: number, found: ById): Promise<void> {
    for (const limit of [total, ...USUAL_LIMITS]) {
      if (limit > total || limit <= found.size || limit >= this.#tooLarge) continue;
      const page = await unlessRefused(this.#page(filter, limit, found));
      if (page === undefined) {
        this.#tooLarge = limit;
        continue;
      }
      const { length } = page.connections;
      if (length < total) [this.#largest, this.#tooLarge] = [length || undefined, length + 1];
      return;
    }
  }

  async #page(filter: ListFilter, limit: number | undefined, found: ById): Promise<ListPage> {
    const page = await this.#request(limit === undefined ? filter : { ...filter, limit });
    for (const connection of page.connections) found.set(connection.connectionId, connection);
    return page;
  }
}

/** A platform may refuse a limit or a filter, in whatever form. */
async function unlessRefused<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof ConnectionsApiError && REFUSALS.has(error.status ?? 0)) return undefined;
    throw error;
  }
}

const REFUSALS: ReadonlySet<number> = new Set([400, 412, 413, 414, 422]);

/** Filters that together match what this one matches. */
function narrowed(filter: ListFilter): ListFilter[] {
  if (filter.provider === undefined) return PROVIDERS.map((provider) => ({ ...filter, provider }));
  if (filter.status === undefined) return STATUSES.map((status) => ({ ...filter, status }));
  return [];
}
