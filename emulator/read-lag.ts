// Replicas that lag: the first reads after a create do not see the new connection.
export class ReadLag {
  readonly #unseen = new Map<string, number>();
  readonly #reads: number;

  /** @param reads how many GETs miss a new connection */
  constructor(reads: number) {
    this.#reads = reads;
  }

  created(connectionId: string): void {
    if (this.#reads > 0) this.#unseen.set(connectionId, this.#reads);
  }

  /** Whether a read that asks now sees the connection; each read that misses it counts. */
  sees(connectionId: string): boolean {
    const left = this.#unseen.get(connectionId) ?? 0;
    if (left <= 1) this.#unseen.delete(connectionId);
    else this.#unseen.set(connectionId, left - 1);
    return left === 0;
  }
}
