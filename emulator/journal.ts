// The list of requests that the emulator has received, in a form that contains no key.

/** Which of the four operations a request was; "other" for everything else. */
export type Operation = "list" | "get" | "create" | "update" | "other";

/** What is known about a request when it arrives. */
export interface RequestFacts {
  readonly operation: Operation;
  readonly method: string;
  /** Including the query. Anything that is not a known word or id is replaced by an asterisk. */
  readonly path: string;
  readonly connectionId?: string;
  readonly connectionName?: string;
  /** Names of the properties in the body, such as `model` and `fields.API_KEY`; never a value. */
  readonly bodyKeys: readonly string[];
}

/** One request. It is added on arrival, so that a request that hangs is visible. */
export interface JournalEntry extends RequestFacts {
  /** Time of arrival, ISO 8601. */
  readonly at: string;
  /** HTTP status, or 0 while no response has been sent. */
  readonly status: number;
  /** Kind of the injected fault that the request met. */
  readonly fault?: string;
  /** Whether the request changed a connection on the platform. */
  readonly committed: boolean;
}

/** What becomes known about a request after its arrival. */
export type Outcome = Partial<Pick<JournalEntry, "status" | "committed" | "fault" | "connectionId">>;

/** Older entries are dropped, because an emulator can run for weeks. */
const MOST_ENTRIES = 50_000;

/** The latest requests since the start or the last `clear`. */
export class Journal {
  readonly #keys: () => readonly string[];
  #entries: JournalEntry[] = [];
  #total = 0;

  /** @param keys all keys on the platform: an entry with one of them in its name doesn't show the name */
  constructor(keys: () => readonly string[]) {
    this.#keys = keys;
  }

  /** Adds a request, and returns a function that adds its outcome. */
  record(facts: RequestFacts): (outcome: Outcome) => void {
    const entry: JournalEntry = { at: new Date().toISOString(), status: 0, committed: false, ...facts };
    this.#entries.push(entry);
    if (this.#entries.length > MOST_ENTRIES) this.#entries.shift();
    this.#total++;
    return (outcome) => void Object.assign(entry, outcome);
  }

  /** Also counts the entries that the journal no longer has. */
  get total(): number {
    return this.#total;
  }

  /** Copies of the latest entries, or of all, in order of arrival. */
  entries(last = Infinity): JournalEntry[] {
    const hasKey = finderOf(this.#keys());
    return structuredClone(this.#entries.slice(-last)).map((entry) =>
      entry.connectionName !== undefined && hasKey(entry.connectionName)
        ? { ...entry, connectionName: "*" }
        : entry,
    );
  }

  clear(): void {
    this.#entries = [];
    this.#total = 0;
  }
}

/** In a name, a shorter key would be found by chance. */
export const SHORTEST_KEY = 8;

/** Whether a text contains a key. The time depends on the text, not on the number of keys. */
function finderOf(keys: readonly string[]): (text: string) => boolean {
  const byStart = Map.groupBy(
    keys.filter(({ length }) => length >= SHORTEST_KEY),
    (key) => key.slice(0, SHORTEST_KEY),
  );
  return (text) => {
    for (let start = 0; start + SHORTEST_KEY <= text.length; start++)
      for (const key of byStart.get(text.slice(start, start + SHORTEST_KEY)) ?? [])
        if (text.startsWith(key, start)) return true;
    return false;
  };
}
