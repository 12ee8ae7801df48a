/** The names of this process's connections: auto-names, names that the program declares, and names that a create uses. */
import { deriveName, identityOf, logicalNameOf, nameToKeep } from "./auto-name";
import { type RawInputs, UNKNOWN } from "./properties";

export class Names {
  /** Auto-names that check chose, by seed, each with the identity that it was chosen for. */
  readonly #chosen = new Map<string, { readonly identity: string; readonly name: string }>();
  /** The seed of the resource that declares a name. */
  readonly #declaredBy = new Map<string, string>();
  /** Names in state, by seed. A replacement gives its name up. */
  readonly #before = new Map<string, string>();
  readonly #inUse = new Set<string>();
  /** By id: the declared name of the resource that keeps a connection, and of one that adopts or reclaims it. */
  readonly #keptBy = new Map<string, string>();
  readonly #newFor = new Map<string, string>();

  /**
   * The auto-name for `news`: the one in state while the identity is the same, otherwise a new one (decisions/0002).
   * @param seed `<hash>:<logical name>`, see `autoNameSeed` in the resource
   * @param olds what state has; undefined on a first create, with `--replace`, and in the second check of a replacement
   * @returns UNKNOWN while something that the name depends on is unknown
   */
  choose(seed: string, olds: RawInputs | undefined, news: RawInputs): string {
    const identity = identityOf(news);
    if (identity.includes(UNKNOWN)) return UNKNOWN;
    const known = olds === undefined ? this.#chosenFor(seed, identity) : nameToKeep(seed, olds, news);
    const name = known ?? deriveName(seed, news, olds?.["__name"]);
    this.#chosen.set(seed, { identity, name });
    return name;
  }

  /**
   * Forgets what check chose and declared for a resource that changes in place, because the engine replaces it all the same
   * (`replaceOnChanges`): the new connection gets a name of its own, and the old one is no longer in use.
   */
  forget(seed: string): void {
    this.#chosen.delete(seed);
    for (const [name, by] of this.#declaredBy) if (by === seed) this.#declaredBy.delete(name);
  }

  /** The engine checks a replacement twice, the second time without olds. The first choice counts. */
  #chosenFor(seed: string, identity: string): string | undefined {
    const earlier = this.#chosen.get(seed);
    return earlier?.identity === identity ? earlier.name : undefined;
  }

  /** Records that a resource of this program declares a name; false if another resource declares it too. */
  declare(name: string, seed: string): boolean {
    const other = this.#declaredBy.get(name);
    this.#declaredBy.set(name, seed);
    return other === undefined || other === seed;
  }

  /** The logical name of the resource that last declared a name, if it is known. */
  declaredBy(name: string): string | undefined {
    const seed = this.#declaredBy.get(name);
    return seed?.includes(":") === true ? logicalNameOf(seed) : undefined;
  }

  /** Whether the program of this run declares a name. A deleted connection with this name is about to be created again. */
  isDeclared(name: string): boolean {
    return this.#declaredBy.has(name);
  }

  /** Records the name that a resource has in state. */
  had(name: unknown, seed: string): void {
    if (typeof name === "string") this.#before.set(seed, name);
  }

  /**
   * Whether the resource that declares a name is one that has one of these names in state. The engine also compares before
   * it checks, at a refresh with the program; the name is then the one in state, which another resource may declare.
   */
  isFrom(name: string, before: readonly (string | undefined)[]): boolean {
    const had = this.#before.get(this.#declaredBy.get(name) ?? "");
    return had !== undefined && before.includes(had);
  }

  /** Whether a resource of this program has a name in state, and gives it up. */
  isGivenUp(name: string): boolean {
    return [...this.#before.values()].includes(name) && !this.isDeclared(name);
  }

  /**
   * Records that a resource keeps its connection, whatever its name was. The engine checks and compares one resource after
   * the other, so whichever of two comes second finds the first.
   * @returns the declared name of another resource of this run that has the connection too
   */
  keeps(id: string, name: string): { readonly other: string; readonly isNew: boolean } | undefined {
    const keeper = this.#keptBy.get(id);
    if (keeper !== undefined && keeper !== name) return { other: keeper, isNew: false };
    this.#keptBy.set(id, name);
    const other = this.#newFor.get(id);
    return other === undefined || other === name ? undefined : { other, isNew: true };
  }

  /** The same for a resource that adopts or reclaims a connection: returns the one that keeps it. */
  gets(id: string, name: string): string | undefined {
    const other = this.#keptBy.get(id);
    if (other !== undefined && other !== name) return other;
    this.#newFor.set(id, name);
    return undefined;
  }

  /** The declared name of the resource that keeps a connection in this run, if it is known. */
  keeperOf(id: string): string | undefined {
    return this.#keptBy.get(id);
  }

  /** Reserves a name for one create or rename; false if another create of this process uses it. */
  claim(name: string): boolean {
    if (this.#inUse.has(name)) return false;
    this.#inUse.add(name);
    return true;
  }

  /** Frees a name after a create that created nothing. */
  release(name: string): void {
    this.#inUse.delete(name);
  }
}
