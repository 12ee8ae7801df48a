/** Lets a limited number in at once. The others wait before their own time begins. */
import type { Deadline } from "./deadline";

/** So many connections to the platform at once. */
export const MOST_CONNECTIONS = 32;

export class Gate {
  #free: number;
  readonly #waiting = new Set<() => void>();

  /** @param places how many may be inside at once */
  constructor(places: number) {
    this.#free = places;
  }

  /** Waits for a place. Returns false if the deadline came first. */
  async enter(deadline: Deadline): Promise<boolean> {
    if (this.#free > 0) {
      this.#free--;
      return true;
    }
    return new Promise((resolve) => {
      const enter = () => {
        clearTimeout(timer);
        resolve(true);
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(enter);
        resolve(false);
      }, deadline.remaining());
      this.#waiting.add(enter);
    });
  }

  /** Gives the place to the one who has waited longest. */
  leave(): void {
    const [next] = this.#waiting;
    if (next === undefined) this.#free++;
    else {
      this.#waiting.delete(next);
      next();
    }
  }
}
