// Simulates replicas that lag behind: the first reads after a create don't see the new connection.

/** Hides each new connection from a fixed number of reads. */
export class ReadLag {
  readonly #readsLeft = new Map<string, number>();
  readonly #reads: number;

  /** @param reads the number of GETs that don't see a new connection */
  constructor(reads: number) {
    this.#reads = reads;
  }

  created(connectionId: string): void {
    if (this.#reads > 0) this.#readsLeft.set(connectionId, this.#reads);
  }

  /** Whether this read sees the connection. A read that doesn't see it counts towards the lag. */
  sees(connectionId: string): boolean {
    const left = this.#readsLeft.get(connectionId) ?? 0;
    if (left <= 1) this.#readsLeft.delete(connectionId);
    else this.#readsLeft.set(connectionId, left - 1);
    return left === 0;
  }
}
