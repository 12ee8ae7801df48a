/** Adopts an existing connection: what the platform shows must agree, and what it doesn't show exactly is sent. */
import type { ConnectionRecord, ListedConnection } from "../api/records";
import { sameJson } from "../json";
import { PlainError } from "../plain-error";
import type { Creation } from "./creation";
import { fieldsOf, isChangedInPlace } from "./fields-of-form";
import { comparedValue } from "./live-value";
import { formOf } from "./form-of";
import { withFormAdvice } from "./form-advice";
import { isEndpointForm } from "./forms";
import { cannotAdopt, keptByOther, nothingToAdopt } from "./name-conflicts";
import { noteAdoption } from "./plan-notes";
import { sendKey, sendMembers } from "./read-back";
import type { Inputs } from "./properties";
import type { Session } from "./session";
import { type Written, isStoredForm } from "./stored-forms";
import { disagreements, patchOf } from "./wire";

/** Adopts the connection that the program names. Every field that the platform returns must agree. */
export async function adopt(found: ListedConnection, creation: Creation): Promise<Written> {
  const { inputs, key, session, deadline } = creation;
  const record = await session.platform.client.get(found.connectionId, deadline);
  const problem = adoptionProblem(found, record, inputs, session);
  if (problem !== undefined) throw new PlainError(problem);
  noteAdoption(inputs, record, session);
  const form = formOf(inputs);
  if (isEndpointForm(form)) {
    // What the platform doesn't show, or shows in another form: it could contain more than the program.
    const unsure = fieldsOf(form).filter(
      (name) => isChangedInPlace(name, form) && !sameJson(comparedValue(name, record), inputs[name]),
    );
    // Without headers in the program, an empty list is sent, unless the platform shows one.
    const areNone = key.length === 0 && record.headers?.length === 0;
    const body = patchOf(inputs, unsure, areNone ? undefined : key);
    if (Object.keys(body).length === 0) return record;
    return withFormAdvice(inputs, sendMembers(record.connectionId, body, session, deadline));
  }
  if (typeof key !== "string" || inputs.provider === "API") return record;
  return sendKey(record.connectionId, key, session, deadline);
}

/** Why the program can't adopt a connection. Check and create ask the same. */
export function adoptionProblem(
  found: ListedConnection,
  record: ConnectionRecord,
  inputs: Inputs,
  { names, platform: { connections } }: Session,
): string | undefined {
  const { connectionName, connectionId } = found;
  // Renamed since it was listed.
  if (!isStoredForm("connectionName", connectionName, comparedValue("connectionName", record)))
    return nothingToAdopt(connectionName, connections.gap);
  const keeper = names.gets(connectionId, inputs.connectionName);
  if (keeper !== undefined) return keptByOther(found, names.declaredBy(keeper));
  const differences = disagreements(inputs, record);
  return differences.length > 0 ? cannotAdopt(found, differences) : undefined;
}
