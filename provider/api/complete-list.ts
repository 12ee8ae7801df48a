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
  /**
   * How many connections match but can't be listed; 0 if the list is complete. `"unknown"` if the platform doesn't say how
   * many there are, and the list is exactly as long as its limit or a usual limit.
   */
  readonly missing: number | "unknown";
}

/** Limits that a platform may accept if it refuses a larger one. */
const USUAL_LIMITS = [1_000, 200, 100];

/** The limit to ask for if the platform doesn't say how many there are. */
const LARGE_LIMIT = 10_000;

/** A list of this length, or of a multiple of 50, may be cut if the platform doesn't count. */
const USUAL_LENGTHS: ReadonlySet<number> = new Set([10, 20, 25, 30, 40]);

/** All connections that match the filter, as far as the platform lists them. */
export async function completeList(
  filter: ListFilter,
  request: (filter: ListFilter) => Promise<ListPage>,
): Promise<Listing> {
  const { found, missing } = await new Completion(request).listing(filter);
  return { connections: [...found.values()], missing };
}

type ById = Map<string, ListedConnection>;

/** What was found, and how many connections match, if this is known. */
interface Part {
  readonly found: ById;
  total: number | undefined;
}

/** The requests for one complete list, and what they have shown about the platform's limit. */
class Completion {
  readonly #request: (filter: ListFilter) => Promise<ListPage>;
  /** The largest limit that the platform accepts, if it has truncated a list. */
  #largest: number | undefined;
  /** The longest list, by the limit that was asked for. */
  readonly #longest = new Map<number | undefined, number>();
  /** The smallest limit that the platform refused or ignored. */
  #tooLarge = Infinity;

  constructor(request: (filter: ListFilter) => Promise<ListPage>) {
    this.#request = request;
  }

  /** What matches the filter, as far as it can be listed, and how much is missing. */
  async listing(filter: ListFilter): Promise<{ found: ById; missing: Listing["missing"] }> {
    const part: Part = { found: new Map(), total: undefined };
    part.total = this.#totalOf(await this.#page(filter, this.#largest, part.found), this.#largest);
    if (!isComplete(part)) await this.#addWithLimit(filter, part);
    const isCovered = !isComplete(part) && (await this.#addNarrowed(filter, part));
    if (part.total !== undefined)
      return { found: part.found, missing: Math.max(0, part.total - part.found.size) };
    return { found: part.found, missing: isCovered ? 0 : "unknown" };
  }

  async #addWithLimit(filter: ListFilter, part: Part): Promise<void> {
    const wanted = part.total ?? LARGE_LIMIT;
    for (const limit of [wanted, ...USUAL_LIMITS]) {
      if (limit > wanted || limit <= part.found.size || limit >= this.#tooLarge) continue;
      const page = await unlessRefused(this.#page(filter, limit, part.found));
      if (page === undefined) {
        this.#tooLarge = limit;
        continue;
      }
      // Without a total, a platform may have cut this page, too, at whatever length.
      part.total ??= countIn(page);
      const { length } = page.connections;
      if (length < (part.total ?? Infinity))
        [this.#largest, this.#tooLarge] = [length || undefined, length + 1];
      this.#longest.set(length, length);
      return;
    }
  }

  /** Adds what narrower filters list. Returns true if these lists are complete and contain everything that was found before. */
  async #addNarrowed(filter: ListFilter, part: Part): Promise<boolean> {
    const filters = narrowed(filter);
    const uncovered = new Set(part.found.keys());
    // A status that no filter selects, such as DRAFT, could be missing: only providers cover everything.
    let areComplete = filter.provider === undefined;
    for (const narrower of filters) {
      if (isComplete(part)) break;
      const listing = await unlessRefused(this.listing(narrower));
      areComplete &&= listing?.missing === 0;
      for (const [id, connection] of listing?.found ?? []) {
        part.found.set(id, connection);
        uncovered.delete(id);
      }
    }
    return areComplete && uncovered.size === 0;
  }

  /** How many connections match; undefined if the page doesn't say so and may be truncated. */
  #totalOf(page: ListPage, limit: number | undefined): number | undefined {
    const count = countIn(page);
    if (count !== undefined) return count;
    const { length } = page.connections;
    // A platform that has returned more with this limit would have returned more now.
    const longest = this.#longest.get(limit) ?? 0;
    this.#longest.set(limit, Math.max(longest, length));
    if (length < longest) return length;
    const isUsual = USUAL_LENGTHS.has(length) || (length > 0 && length % 50 === 0);
    return length === limit || isUsual ? undefined : length;
  }

  async #page(filter: ListFilter, limit: number | undefined, found: ById): Promise<ListPage> {
    const page = await this.#request(limit === undefined ? filter : { ...filter, limit });
    for (const connection of page.connections) found.set(connection.connectionId, connection);
    return page;
  }
}

/** How many connections match, if the platform says so. */
function countIn({ connections: { length }, total }: ListPage): number | undefined {
  return total !== undefined && total >= length ? total : undefined;
}

function isComplete({ found, total }: Part): boolean {
  return total !== undefined && found.size >= total;
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
