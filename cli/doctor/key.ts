// The platform's API key and its scopes.
import { randomBytes, randomUUID } from "node:crypto";
import { ConnectionsApiError, ForbiddenError, NotFoundError, UnauthorizedError } from "../../provider/client";
import type { Outcome } from "./examination";
import { failure, reported, statusOf } from "./failure";
import type { FirstResponse } from "./response";
import type { Platform } from "./settings";

const DONE = { found: true } as const;

/** Whether the platform accepts the key. */
export function checkKey(
  { response: { refusal } }: { response: FirstResponse },
  withNames: boolean,
): Outcome<true> {
  if (refusal instanceof UnauthorizedError && !namesScope(refusal)) return failure(refusal, withNames);
  return { ok: true, text: "accepted", ...DONE };
}

/** Some platforms respond with 401 to a valid key without the scope. */
function namesScope({ said }: UnauthorizedError): boolean {
  return /\bscopes?\b/i.test(said);
}

/** Whether the key may read. */
export function checkViewScope(
  { response: { refusal } }: { response: FirstResponse },
  withNames: boolean,
): Outcome<true> {
  if (refusal instanceof UnauthorizedError) return lacking(refusal, VIEW);
  if (refusal !== undefined) return failure(refusal, withNames);
  return { ok: true, text: "the key has it", ...DONE };
}

/** Whether the key may write. The response to a PATCH for a connection that doesn't exist shows it. */
export async function checkManageScope(
  { platform: { client } }: { platform: Platform },
  isAsked: boolean,
  withNames: boolean,
): Promise<Outcome> {
  if (!isAsked) return { ok: null, text: "not checked; --write-scope checks it and changes nothing" };
  try {
    await client.updateKey(`doctor-${randomBytes(16).toString("hex")}`, randomUUID());
  } catch (error) {
    if (error instanceof NotFoundError) return { ok: true, text: "the key has it" };
    if (error instanceof ForbiddenError || error instanceof UnauthorizedError) return lacking(error, MANAGE);
    if (!(error instanceof ConnectionsApiError)) throw error;
    const { text, hint } = reported(error, withNames);
    return untold(text, hint);
  }
  return untold("the platform accepted a PATCH for an id that does not exist");
}

function untold(why: string, advice?: string): Outcome {
  return { ok: null, text: `can't be told: ${why}`, advice };
}

const VIEW = 'Give the API App the scope "View Connections", or use another key.';
const MANAGE =
  'pulumi up needs it to create connections and to change keys: give the API App the scope "Manage Connections". Previews, refreshes and lookups work without it.';

function lacking(error: ConnectionsApiError, advice: string): Outcome<never> {
  return { ok: false, text: `the key does not have it${statusOf(error)}`, advice };
}
