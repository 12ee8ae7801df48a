// A folder in the user's cache that keeps programs between runs; it is there whole or not at all.
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { onInterrupt } from "./interrupt.mts";
import { isAlive, withLock } from "./lock.mts";
import { isWhole } from "./on-path.mts";

const cacheRoot = join(
  process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"),
  "pulumi-model-connections",
);

export class CachedPrograms {
  readonly bin: string;
  readonly #programs: readonly string[];
  readonly #key: string;

  /** @param versions what is in it, as in `pulumi-3.259.0`: another text is another folder */
  constructor(versions: string, programs: readonly string[]) {
    this.#key = `${versions}-${process.platform}-${process.arch}`;
    this.bin = join(cacheRoot, this.#key);
    this.#programs = programs;
  }

  isThere(): boolean {
    return isWhole(this.bin, this.#programs);
  }

  /** Does the work alone among the processes of this user. */
  async locked<T>(waiting: () => void, work: () => Promise<T>): Promise<T> {
    mkdirSync(cacheRoot, { recursive: true });
    return withLock(`${this.bin}.lock`, waiting, work);
  }

  /** Gives `fill` an empty folder and puts it in place when `fill` has made all programs there. */
  async into<T>(fill: (folder: string) => Promise<T>): Promise<T> {
    this.#removeLeftovers();
    const partial = mkdtempSync(`${this.bin}.partial-${String(process.pid)}-`);
    const remove = () => rmSync(partial, { recursive: true, force: true });
    const forget = onInterrupt(remove);
    try {
      const result = await fill(partial);
      if (isWhole(partial, this.#programs)) this.#putInPlace(partial);
      return result;
    } finally {
      forget();
      remove();
    }
  }

  #putInPlace(partial: string) {
    if (this.isThere()) return;
    rmSync(this.bin, { recursive: true, force: true });
    renameSync(partial, this.bin);
  }

  /** A killed process had no time to remove its own. */
  #removeLeftovers() {
    for (const name of readdirSync(dirname(this.bin))) {
      const pid = /\.partial-(\d+)-/.exec(name)?.[1];
      if (pid && name.startsWith(this.#key) && !isAlive(Number(pid))) {
        rmSync(join(cacheRoot, name), { recursive: true, force: true });
      }
    }
  }
}
