// One connection, read by its id: which fields it has, how its key is masked, and whether its date equals that in the list.
import {
  type ConnectionRecord,
  ConnectionsApiError,
  type ListedConnection,
  type Listing,
} from "../../provider/client";
import { safeMask } from "../../provider/model-connection/key-drift";
import type { Outcome } from "./examination";
import { failure } from "./failure";
import { labelOf } from "./list";
import type { Platform } from "./settings";

/** Reads the first connection of the list. */
export async function checkConnection(
  { platform: { client }, list }: { platform: Platform; list: Listing },
  withNames: boolean,
): Promise<Outcome> {
  const [listed] = list.connections;
  if (listed === undefined) return { ok: null, text: "not checked: there is none" };
  try {
    const record = await client.get(listed.connectionId);
    return client.withoutSecrets(compared(listed, record, withNames));
  } catch (error) {
    if (error instanceof ConnectionsApiError) return failure(error, withNames);
    throw error;
  }
}

function compared(listed: ListedConnection, record: ConnectionRecord, withNames: boolean): Outcome {
  const { fields, ...properties } = record;
  const names = [
    ...returned(properties).filter((name) => name !== "connectionId"),
    ...returned(fields).map((name) => `fields.${name}`),
  ];
  const style = maskStyle(fields.API_KEY);
  const agrees = listed.modifiedOn === record.modifiedOn;
  const date = agrees ? "modifiedOn is that of the list" : "modifiedOn is not that of the list";
  const isUnmasked = style === UNMASKED;
  return {
    ok: !isUnmasked,
    text: `${labelOf(listed, withNames)} has ${names.join(", ")}; its key is ${style}; ${date}`,
    advice: isUnmasked ? REPORT : agrees ? undefined : WATCH,
  };
}

const REPORT =
  "The platform shows keys in plaintext to everyone who can read connections: report this to it.";
const WATCH =
  "If each run sends a key again that nobody changed, set model-connections:watchModifiedOn to false.";

function returned(values: object): string[] {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name);
}

const UNMASKED = "not masked";

/** Describes a mask without showing any of it. */
export function maskStyle(mask: string | undefined): string {
  if (mask === undefined) return "not returned";
  if (safeMask(mask, undefined) !== mask) return UNMASKED;
  const [, start = "", end = ""] = /^([^*•…]*)[*•…].*?([^*•…]*)$/su.exec(mask) ?? [];
  const shown = [
    ...(start === "" ? [] : [`its first ${start.length}`]),
    ...(end === "" ? [] : [`its last ${end.length}`]),
  ];
  if (shown.length === 0) return "masked completely";
  return `masked, except for ${shown.join(" and ")} characters`;
}
