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

/** The requests since the start or the last `clear`. */
export class Journal {
  #entries: JournalEntry[] = [];

  /** Adds a request, and returns a function that adds its outcome. */
  record(facts: RequestFacts): (outcome: Outcome) => void {
    const entry: JournalEntry = { at: new Date().toISOString(), status: 0, committed: false, ...facts };
    this.#entries.push(entry);
    return (outcome) => void Object.assign(entry, outcome);
  }

  get total(): number {
    return this.#entries.length;
  }

  /** Copies of the latest entries, or of all, in order of arrival. */
  entries(last = Infinity): JournalEntry[] {
    return structuredClone(this.#entries.slice(-last));
  }

  clear(): void {
    this.#entries = [];
  }
}
