/** Check of a connection's name: reports at preview what create will find, before anything is changed. */
import type { Deadline } from "../api/deadline";
import { ConnectionsApiError, NotFoundError } from "../api/errors";
import { messageForStack } from "./advice";
import { isAutoNamed, numbered } from "./auto-name";
import { FIELDS } from "./fields";
import { ambiguous, cannotAdopt, declaredTwice, nameInUse, nothingToAdopt } from "./name-conflicts";
import { noteAdoption, noteNew } from "./plan-notes";
import { type Inputs, type RawInputs, UNKNOWN } from "./properties";
import { reclaim } from "./reclaim";
import type { Session } from "./session";
import { disagreements } from "./wire";

/** What is wrong with the name, or undefined. Only a new name is looked for on the platform. */
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
  session.names.had(olds["connectionName"]);
  const other = session.names.declaredBy(name);
  if (!session.names.declare(name, seed)) return declaredTwice(name, other);
  // Diff finds out whether another host is another platform. A replacement is checked again, without olds.
  const isKept = olds["connectionName"] === name || (isAutoNamed(inputs) && olds["__name"] === name);
  // With adopt, an auto-named resource may be told to manage another connection than its numbered one.
  if (isKept && !(isAutoNamed(olds) && inputs.adopt === true)) return undefined;
  const deadline = session.previewDeadline();
  try {
    const look = isAutoNamed(inputs) ? announceReclaim : problemOnPlatform;
    return await session.platform.connections.atPreview(() => look(inputs, session, deadline));
  } catch (error) {
    warnOfFailedLook(error, session);
    return;
  }
}

/** Says what create will do about a connection that already has the auto-name. */
async function announceReclaim(
  inputs: Inputs,
  session: Session,
  deadline: Deadline,
): Promise<string | undefined> {
  for (let attempt = 1; ; attempt++) {
    const name = numbered(inputs.connectionName, attempt);
    const sameName = await session.platform.connections.named(name, deadline);
    const [found] = sameName;
    if (found === undefined) {
      noteNew(name, session);
      return undefined;
    }
    if (sameName.length > 1) return ambiguous(name, sameName);
    if ((await reclaim(found, inputs, session, deadline)) !== undefined) return undefined;
  }
}

async function problemOnPlatform(
  inputs: Inputs,
  session: Session,
  deadline: Deadline,
): Promise<string | undefined> {
  const { connections, client } = session.platform;
  const name = inputs.connectionName;
  const sameName = await connections.named(name, deadline);
  const [found] = sameName;
  if ((inputs.adopt as unknown) === UNKNOWN) return undefined;
  if (found === undefined && inputs.adopt === true) return nothingToAdopt(name, connections.gap);
  if (found === undefined) {
    noteNew(name, session);
    return undefined;
  }
  if (sameName.length > 1) return ambiguous(name, sameName);
  if (inputs.adopt !== true) return nameInUse(found);
  const record = await client.get(found.connectionId, deadline);
  const differences = disagreements(inputs, record);
  if (differences.length > 0) return cannotAdopt(found, differences);
  noteAdoption(inputs, record, session);
  return undefined;
}

/** A platform that fails for a moment must not fail the run: create looks again. Any other failure would fail create too. */
function warnOfFailedLook(error: unknown, { platform, provider, reporter }: Session): void {
  // Deleted since it was listed.
  if (error instanceof NotFoundError) {
    platform.connections.forget();
    return;
  }
  if (!(error instanceof ConnectionsApiError) || !error.mayPass) throw error;
  reporter.warn(
    `new connections can't be compared with those on the platform before pulumi up: ${messageForStack(error, provider)}`,
  );
}
