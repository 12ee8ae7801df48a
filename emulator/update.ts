// What a PATCH changes: the key, or any member of a connection in the second form of provider "API".
import { ApiError } from "./api-error";
import type { StoredConnection } from "./connection";
import { hasEndpoint } from "./custom-api";
import { completeMembers, updateSchema } from "./custom-api-schemas";
import { readBody, validate } from "./json-body";
import { updateBody } from "./request-schemas";
import type { Settings } from "./settings";
import { inCanonicalForm } from "./stored-form";

/** A connection, and what a PATCH changes in it. */
export interface Update {
  readonly current: StoredConnection;
  readonly edit: Partial<StoredConnection>;
}

/**
 * Reads a PATCH. `find` is called again after the body has arrived: the console may have changed the connection.
 * @throws ApiError if the connection can't be updated or the body is not valid
 */
export async function readUpdate(
  request: Request,
  find: () => StoredConnection,
  settings: Settings,
): Promise<Update> {
  const target = find();
  if (hasEndpoint(target) && settings.customApi !== "unknown") return membersUpdate(request, find, settings);
  if (target.provider === "API")
    throw new ApiError(400, "UPDATE_NOT_SUPPORTED", "Connections of provider API can't be updated.");
  const { fields } = await readBody(request, updateBody);
  const current = find();
  return { current, edit: { fields: { ...current.fields, ...fields } } };
}

async function membersUpdate(
  request: Request,
  find: () => StoredConnection,
  { canonicalForms }: Settings,
): Promise<Update> {
  const sent = await readBody(request, (body) => updateSchema(find(), body));
  const current = find();
  if (sent.status === "FINALIZED")
    validate({ ...current, ...sent }, completeMembers({ ...current, ...sent }));
  // JSON has no undefined, which the compiler doesn't know.
  return { current, edit: inCanonicalForm(sent, canonicalForms) as Partial<StoredConnection> };
}
