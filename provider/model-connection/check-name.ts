/** Finds a name that can't be used at preview already, where nothing has happened yet. */
import { quoted } from "../printable";
import { ambiguous, cannotAdopt, nameTaken, nothingToAdopt } from "./name-conflicts";
import { type Bag, isAutoNamed } from "./names";
import { type Declared, UNKNOWN } from "./properties";
import type { Session } from "./session";
import { disagreements } from "./wire";

/** Explicit names of this program, each with the seed of the resource that declares it. */
const declaredBy = new Map<string, string>();

/** What is wrong with an explicit name, or undefined. Auto-names and names that are this resource's own need no look. */
export async function checkName(
  olds: Bag,
  news: Bag,
  declared: Declared,
  now: Session,
): Promise<string | undefined> {
  const name = declared.connectionName;
  if (name === UNKNOWN) return undefined;
  now.declared.add(name);
  const seed = String(news["__autoName"]);
  const other = declaredBy.get(name);
  declaredBy.set(name, seed);
  if (other !== undefined && other !== seed)
    return `another resource of this program has ${quoted(name)}; give each its own`;
  // Whether another host is another platform is for diff to find out; a replacement comes here again, without olds.
  if (isAutoNamed(declared) || olds["connectionName"] === name) return undefined;
  return faultOnPlatform(declared, now);
}

async function faultOnPlatform(declared: Declared, now: Session): Promise<string | undefined> {
  const name = declared.connectionName;
  const deadline = now.previewDeadline();
  const there = await now.directory.named(name, deadline);
  const [found] = there;
  if ((declared.adopt as unknown) === UNKNOWN) return undefined;
  if (found === undefined) return declared.adopt === true ? nothingToAdopt(name) : undefined;
  if (there.length > 1) return ambiguous(name, there);
  if (declared.adopt !== true) return nameTaken(found);
  const differences = disagreements(declared, await now.client.get(found.connectionId, deadline));
  return differences.length === 0 ? undefined : cannotAdopt(found, differences);
}
