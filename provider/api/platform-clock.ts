/** The platform's clock, as the Date headers of its responses show it. The clock of this machine may be wrong. */
export class PlatformClock {
  #offset: number | undefined;

  /** @param date the Date header of a response that has just arrived */
  set(date: string | undefined): void {
    const time = Date.parse(date ?? "");
    if (!Number.isNaN(time)) this.#offset = time - Date.now();
  }

  /** Milliseconds since 1970; this machine's clock until a response has shown the platform's. */
  now(): number {
    return Date.now() + (this.#offset ?? 0);
  }

  /** Whether a response has shown the platform's clock. */
  get isKnown(): boolean {
    return this.#offset !== undefined;
  }
}
