/** Reads back each write: the mask and `modifiedOn` that GET shows right after it are the baseline for drift. */
import type { UpdateBody } from "../api/client";
import type { Deadline } from "../api/deadline";
import { ConnectionsApiError, NotFoundError } from "../api/errors";
import type { ConnectionRecord } from "../api/records";
import { label } from "./reporter";
import type { Written } from "./stored-forms";
import type { Session } from "./session";

/** Milliseconds before each read-back, for a platform whose reads lag behind its writes. */
const PAUSES = [0, 250, 500, 1_000, 2_000];

/** PATCHes the key and reads back what the platform shows from now on. */
export async function sendKey(
  id: string,
  key: string,
  session: Session,
  deadline: Deadline,
): Promise<Written> {
  return readBack(await session.platform.client.updateKey(id, key, deadline), session, deadline);
}

/** The same for members of an endpoint. */
export async function sendMembers(
  id: string,
  body: UpdateBody,
  session: Session,
  deadline: Deadline,
): Promise<Written> {
  return readBack(await session.platform.client.update(id, body, deadline), session, deadline);
}

/** What GET shows after a write. If it shows nothing usable, the write's own response counts, without its mask, whose style differs. */
export async function readBack(
  written: ConnectionRecord,
  { platform: { client }, reporter }: Session,
  deadline: Deadline,
): Promise<Written> {
  for (const pause of PAUSES) {
    await deadline.wait(pause);
    try {
      const record = await client.get(written.connectionId, deadline);
      if (!isOlder(record, written)) return record;
    } catch (error) {
      if (error instanceof NotFoundError) continue;
      if (!(error instanceof ConnectionsApiError)) throw error;
      break;
    }
  }
  const name = label(written.connectionName, written.connectionId);
  reporter.note(
    `model connection ${name} was written but could not be read back; the next refresh records the mask of its key.`,
  );
  return {
    ...written,
    headers: undefined,
    fields: { ...written.fields, API_KEY: undefined },
    isUnread: true,
  };
}

function isOlder(record: ConnectionRecord, written: ConnectionRecord): boolean {
  return Date.parse(record.modifiedOn ?? "") < Date.parse(written.modifiedOn ?? "");
}
