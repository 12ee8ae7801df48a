// The list of requests the emulator has had, in words that hold no key.

/** Which of the four operations a request was; "other" for everything else. */
export type Operation = "list" | "get" | "create" | "update" | "other";

/** What is known of a request the moment it has arrived. */
export interface RequestFacts {
  readonly operation: Operation;
  readonly method: string;
  /** With the query; whatever is no known word or id is a star. */
  readonly path: string;
  readonly connectionId?: string;
  readonly connectionName?: string;
  /** Names of the properties in the body, as `model` and `fields.API_KEY`; never a value. */
  readonly bodyKeys: readonly string[];
}

/** One request; it is in the journal from its arrival, so one that hangs can be seen. */
export interface JournalEntry extends RequestFacts {
  /** Arrival, ISO 8601. */
  readonly at: string;
  /** HTTP status, or 0 as long as no answer was sent. */
  readonly status: number;
  /** Kind of the injected fault the request met. */
  readonly fault?: string;
  /** Whether the request changed what the platform holds. */
  readonly committed: boolean;
}

export type Outcome = Partial<Pick<JournalEntry, "status" | "committed" | "fault" | "connectionId">>;

export class Journal {
  #entries: JournalEntry[] = [];

  /** Notes an arrival and gives the way to add what becomes of it. */
  arrived(facts: RequestFacts): (outcome: Outcome) => void {
    const entry: JournalEntry = { at: new Date().toISOString(), status: 0, committed: false, ...facts };
    this.#entries.push(entry);
    return (outcome) => void Object.assign(entry, outcome);
  }

  get total(): number {
    return this.#entries.length;
  }

  /** Copies of the latest ones, or of all, in order of arrival. */
  entries(last = Infinity): JournalEntry[] {
    return structuredClone(this.#entries.slice(-last));
  }

  clear(): void {
    this.#entries = [];
  }
}
