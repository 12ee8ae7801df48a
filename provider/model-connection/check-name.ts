/** Check of a connection's name: reports an unusable name at preview, before anything is changed. */
import { isAutoNamed } from "./auto-name";
import { FIELDS } from "./fields";
import { ambiguous, cannotAdopt, declaredTwice, nameInUse, nothingToAdopt } from "./name-conflicts";
import { type Inputs, type RawInputs, UNKNOWN } from "./properties";
import type { Session } from "./session";
import { disagreements } from "./wire";

/** What is wrong with the name, or undefined. Only a new explicit name is looked for on the platform. */
export async function nameProblem(
  olds: RawInputs,
  inputs: Inputs,
  seed: string,
  session: Session,
): Promise<string | undefined> {
  const name = inputs.connectionName;
  if (name === UNKNOWN) return undefined;
  if (isAutoNamed(inputs)) {
    const problem = FIELDS.connectionName.problem(name);
    if (problem !== undefined) return `the name derived from the logical name ${problem}; set connectionName`;
  }
  if (!session.names.declare(name, seed)) return declaredTwice(name);
  // Diff finds out whether another host is another platform. A replacement is checked again, without olds.
  if (isAutoNamed(inputs) || olds["connectionName"] === name) return undefined;
  return problemOnPlatform(inputs, session);
}

async function problemOnPlatform(inputs: Inputs, session: Session): Promise<string | undefined> {
  const { connections, client } = session.platform;
  const name = inputs.connectionName;
  const deadline = session.previewDeadline();
  const sameName = await connections.named(name, deadline);
  const [found] = sameName;
  if ((inputs.adopt as unknown) === UNKNOWN) return undefined;
  if (found === undefined) return inputs.adopt === true ? nothingToAdopt(name) : undefined;
  if (sameName.length > 1) return ambiguous(name, sameName);
  if (inputs.adopt !== true) return nameInUse(found);
  const differences = disagreements(inputs, await client.get(found.connectionId, deadline));
  return differences.length === 0 ? undefined : cannotAdopt(found, differences);
}
