/** Check of a connection's name: reports at preview what create will find, before anything is changed. */
import type { Deadline } from "../api/deadline";
import { ConnectionsApiError, NotFoundError } from "../api/errors";
import { adoptionProblem } from "./adopt";
import { messageForStack } from "./advice";
import { isAutoNamed, numbered } from "./auto-name";
import { differenceOf } from "./diff";
import { FIELDS } from "./fields";
import { hasEndpoint } from "./form-of";
import { FREE_NAME_FIRST, ambiguous, declaredTwice, nameInUse, nothingToAdopt } from "./name-conflicts";
import { noteAdoption, noteNew } from "./plan-notes";
import { type Inputs, type RawInputs, UNKNOWN } from "./properties";
import { reclaim } from "./reclaim";
import type { Session } from "./session";

const RENAME = "rename the connection that this resource already manages";

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
  session.names.had(olds["connectionName"], seed);
  const other = session.names.declaredBy(name);
  if (!session.names.declare(name, seed)) return declaredTwice(name, other);
  // Diff finds out whether another host is another platform. A replacement is checked again, without olds.
  const isKept = olds["connectionName"] === name || (isAutoNamed(inputs) && olds["__name"] === name);
  // With adopt, an auto-named resource may be told to manage another connection than its numbered one.
  if (isKept && !(isAutoNamed(olds) && inputs.adopt === true)) return undefined;
  const canRename = canBeRenamed(olds, inputs);
  // Diff looks for the name of a renamed connection: only with the id can it be told from another one.
  if (canRename && !inputs.adopt) return undefined;
  return looked(session, (deadline) =>
    isAutoNamed(inputs)
      ? announceReclaim(inputs, session, deadline)
      : problemOnPlatform(inputs, canRename, session, deadline),
  );
}

/** The result of a look at the platform during preview; undefined if it failed, which create or update will report. */
export async function looked<T>(
  session: Session,
  look: (deadline: Deadline) => Promise<T | undefined>,
): Promise<T | undefined> {
  const deadline = session.previewDeadline();
  try {
    return await session.platform.connections.atPreview(() => look(deadline));
  } catch (error) {
    warnOfFailedLook(error, session);
    return undefined;
  }
}

/** Whether PATCH can give the connection in state the new name. With adopt, another connection is meant. */
function canBeRenamed(olds: RawInputs, inputs: Inputs): boolean {
  return (
    hasEndpoint(olds) &&
    olds["connectionName"] !== inputs.connectionName &&
    differenceOf(olds, { ...inputs, adopt: false }).replaces.length === 0
  );
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

/** @param canRename whether the resource has a connection that gets the name if `adopt` is removed */
async function problemOnPlatform(
  inputs: Inputs,
  canRename: boolean,
  session: Session,
  deadline: Deadline,
): Promise<string | undefined> {
  const { connections, client } = session.platform;
  const name = inputs.connectionName;
  const sameName = await connections.named(name, deadline);
  const [found] = sameName;
  if ((inputs.adopt as unknown) === UNKNOWN) return undefined;
  if (found === undefined && inputs.adopt === true)
    return nothingToAdopt(name, connections.gap, canRename ? RENAME : undefined);
  if (found === undefined) {
    noteNew(name, session);
    return undefined;
  }
  if (sameName.length > 1) return ambiguous(name, sameName);
  const isKept = session.names.keeperOf(found.connectionId) !== undefined;
  if (inputs.adopt !== true) return nameInUse(found, isKept ? FREE_NAME_FIRST : undefined);
  const record = await client.get(found.connectionId, deadline);
  const problem = adoptionProblem(found, record, inputs, session);
  if (problem === undefined) noteAdoption(inputs, record, session);
  return problem;
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
