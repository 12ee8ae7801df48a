/** Auto-names: `<logical name>-<7 hex>`, the same again after an interrupted run, another one for another key or program. */
import { scryptSync } from "node:crypto";
import { keyChange, keyIn } from "./api-key";
import { IMMUTABLE_FIELDS } from "./fields";
import { type Declared, type Stored, UNKNOWN } from "./properties";

/** Inputs as the engine hands them to check, old or new. */
export type Bag = Readonly<Record<string, unknown>>;

/** Names that this process has chosen, by seed: on a replacement check is called again, with nothing to compare with. */
const remembered = new Map<string, { readonly choice: string; readonly name: string }>();

/**
 * The name for `news`. While nothing that makes another connection has changed it is the one in state, whatever the
 * seed says: an alias, another parent or another key changes nothing.
 * @param seed `<hash>:<logical name>`, see `autoNameSeed` in the resource
 */
export function autoName(seed: string, olds: Bag, news: Bag): string {
  const choice = choiceOf(news);
  if (choice.includes(UNKNOWN)) return UNKNOWN;
  const name = kept(seed, choice, olds, news) ?? fresh(seed, choice, olds, news);
  remembered.set(seed, { choice, name });
  return name;
}

/** Whether check chose the name itself. */
export function isAutoNamed(inputs: { readonly __auto?: true }): boolean {
  return inputs.__auto === true;
}

/** What check puts behind the logical name, and create behind that when the name is taken. */
const SUFFIX = "-[0-9a-f]{7}(-\\d+)?$";

/** Whether a name could be an auto-name of a logical name, numbered or not. */
export function looksAutoNamed(name: string, logicalName: string): boolean {
  return name.startsWith(logicalName) && new RegExp(`^${SUFFIX}`).test(name.slice(logicalName.length));
}

/** The logical name that an auto-name was made for. */
export function logicalNameIn(name: string): string {
  return name.replace(new RegExp(SUFFIX), "");
}

/** The next name to try when one is taken by a connection that is not ours: `…-2`, `…-3`. */
export function numbered(name: string, attempt: number): string {
  return attempt === 1 ? name : `${name}-${attempt}`;
}

/**
 * The name of before, while the arguments are those that chose it. One that was given explicitly, for taking a connection
 * over that this resource once made, goes on as an auto-name when it is given no more.
 */
function kept(seed: string, choice: string, olds: Bag, news: Bag): string | undefined {
  if (Object.keys(olds).length === 0) {
    const earlier = remembered.get(seed);
    return earlier?.choice === choice ? earlier.name : undefined;
  }
  const name = String(olds["__name"] ?? olds["connectionName"]);
  const own = isAutoNamed(olds) || looksAutoNamed(name, logicalNameOf(seed));
  const same = choiceOf(olds) === choice || onlyKeySourceDiffers(olds, news);
  return own && same ? name : undefined;
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
function fresh(seed: string, choice: string, olds: Bag, news: Bag): string {
  if (news["apiKey"] === UNKNOWN || news["apiKeyEnv"] === UNKNOWN) return UNKNOWN;
  const key = keyIn(news);
  const of = (before: unknown) =>
    `${logicalNameOf(seed)}-${slowHash(JSON.stringify([choice, key, before]), seed).slice(0, 7)}`;
  const first = of(null);
  return first === olds["__name"] ? of(first) : first;
}

function logicalNameOf(seed: string): string {
  return seed.slice(seed.indexOf(":") + 1);
}

/** Slow on purpose (about 5 ms): names can be seen by others, and take in the key. */
function slowHash(text: string, salt: string): string {
  return scryptSync(text, salt, 4, { N: 2048, r: 8, p: 1 }).toString("hex");
}
