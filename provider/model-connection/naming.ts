/** Auto-names: `<logical name>-<7 hex>`, the same again after an interrupted run, another one for another key or program. */
import { scryptSync } from "node:crypto";
import { keyChange } from "./api-key";
import { IMMUTABLE_FIELDS } from "./fields";
import { type Declared, type Stored, UNKNOWN } from "./props";

/** Inputs as the engine hands them to check, old or new. */
export type Bag = Readonly<Record<string, unknown>>;

/** A name, and the mark by which a later check knows that the same arguments chose it. */
export interface Chosen {
  readonly name: string;
  readonly mark: string;
}

/** Names that this process has chosen, by seed: on a replacement check is called again, with nothing to compare with. */
const remembered = new Map<string, { readonly choice: string; readonly chosen: Chosen }>();

/**
 * The name for `news`. While nothing that makes another connection has changed it is the one in state, whatever the
 * seed says: an alias or another parent changes nothing.
 * @param seed `<hash>:<logical name>`, see `autoNameSeed` in the resource
 */
export function autoName(seed: string, olds: Bag, news: Bag): Chosen {
  const choice = choiceOf(news);
  if (choice.includes(UNKNOWN)) return { name: UNKNOWN, mark: UNKNOWN };
  const chosen = kept(seed, choice, olds, news) ?? fresh(seed, choice, olds, news);
  remembered.set(seed, { choice, chosen });
  return chosen;
}

/** Whether check chose the name itself. */
export function isAutoNamed(inputs: { readonly __choice?: string }): boolean {
  return inputs.__choice !== undefined;
}

/** The next name to try when one is taken by a connection that is not ours: `…-2`, `…-3`. */
export function numbered(name: string, attempt: number): string {
  return attempt === 1 ? name : `${name}-${attempt}`;
}

/** The chosen name of before, while the arguments are those that chose it. */
function kept(seed: string, choice: string, olds: Bag, news: Bag): Chosen | undefined {
  const before = chosenIn(olds);
  if (Object.keys(olds).length > 0) {
    if (before === undefined || choiceOf(olds) === choice) return before;
    return onlyKeySourceDiffers(olds, news)
      ? { name: before.name, mark: markOf(choice, before.name) }
      : undefined;
  }
  const earlier = remembered.get(seed);
  if (earlier !== undefined) return earlier.choice === choice ? earlier.chosen : undefined;
  // `--replace` and taint keep the old inputs from check, but the resource ignores changes of the chosen name, so the
  // engine hands it in as if it were new.
  const ignored = chosenIn(news);
  return ignored !== undefined && markOf(choice, ignored.name) === ignored.mark ? ignored : undefined;
}

function chosenIn(bag: Bag): Chosen | undefined {
  const { __name: name, __choice: mark } = bag;
  return typeof name === "string" && typeof mark === "string" ? { name, mark } : undefined;
}

/** The arguments that make another connection, in a fixed order: the immutable ones but the name, and an "API" key. */
function choiceOf(bag: Bag): string {
  const fields = IMMUTABLE_FIELDS.filter((field) => field !== "connectionName").map(
    (field) => bag[field] ?? null,
  );
  const key = bag["provider"] === "API" ? [keyOf(bag), bag["apiKeyDrift"] ?? null] : [];
  return JSON.stringify([...fields, ...key]);
}

/** `apiKey` became `apiKeyEnv`, or the other way round, and the key is the same: the connection stays. */
function onlyKeySourceDiffers(olds: Bag, news: Bag): boolean {
  const { apiKey, apiKeyVersion } = olds;
  const sameFields = choiceOf({ ...news, apiKey, apiKeyVersion }) === choiceOf(olds);
  return sameFields && keyChange(olds as unknown as Stored, news as unknown as Declared) === "note";
}

function keyOf(bag: Bag): unknown {
  return bag["apiKeyVersion"] ?? bag["apiKey"] ?? null;
}

/**
 * Of the program's place, the arguments and the key. The name in state goes in only where the same name would come out
 * again, because the connection that has it was changed outside.
 */
function fresh(seed: string, choice: string, olds: Bag, news: Bag): Chosen {
  const key = keyOf(news);
  if (key === UNKNOWN) return { name: UNKNOWN, mark: UNKNOWN };
  const logicalName = seed.slice(seed.indexOf(":") + 1);
  const of = (before: unknown) =>
    `${logicalName}-${slowHash(JSON.stringify([choice, key, before]), seed).slice(0, 7)}`;
  const first = of(null);
  const name = first === olds["__name"] ? of(first) : first;
  return { name, mark: markOf(choice, name) };
}

function markOf(choice: string, name: string): string {
  return slowHash(choice, name);
}

/** Slow on purpose (about 5 ms): names and marks can be seen by others, and take in the key. */
function slowHash(text: string, salt: string): string {
  return scryptSync(text, salt, 4, { N: 2048, r: 8, p: 1 }).toString("hex");
}
