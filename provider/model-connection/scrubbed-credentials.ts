/** The placeholder that takes the place of a key, or of each header's value, when a connection is scrubbed. */
import type { Deadline } from "../api/deadline";
import { RefusedError } from "../api/errors";
import { maskContradicts, valueContradicts } from "../api/headers";
import type { ConnectionRecord } from "../api/records";
import { PlainError } from "../plain-error";
import { SCRUBBED } from "./api-key";
import { hasEndpoint } from "./form-of";
import { headerSources } from "./header-sources";
import type { State } from "./properties";
import type { Session } from "./session";

/** Whether the platform's masks will show that the placeholder is there. */
export function scrubbedShows(state: State): boolean {
  const masks = Object.values(state.maskedHeaders ?? {});
  return (
    maskContradicts(state.maskedApiKey, SCRUBBED) || masks.some((mask) => valueContradicts(mask, SCRUBBED))
  );
}

/** Sends the placeholder; false if the connection has nothing to overwrite. */
export async function overwrite(
  id: string,
  state: State,
  record: ConnectionRecord,
  { platform: { client } }: Session,
  deadline: Deadline,
): Promise<boolean> {
  // Unique, because a platform may accept each key only once per model.
  const value = `${SCRUBBED}${id}`;
  if (!hasEndpoint(state)) {
    await client.updateKey(id, value, deadline);
    return true;
  }
  const names = headerNames(state, record);
  if (names.length === 0) return false;
  await withAdvice(client.update(id, { headers: names.map((key) => ({ key, value })) }, deadline));
  return true;
}

/** The API doesn't document which installation can change headers, and a refusal must not keep the connection in the stack. */
async function withAdvice(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    throw new PlainError(
      error.messageWith(
        'To leave its headers as they are, set deletionPolicy to "retain", run pulumi up, and remove the connection then.',
      ),
    );
  }
}

/** The names of the declared headers, and of those that the platform shows: any of them may contain a credential. */
function headerNames(state: State, record: ConnectionRecord): string[] {
  const declared = headerSources({ ...state }).map(({ name }) => name);
  const shown = record.headers?.map(({ key }) => key) ?? [];
  const isNew = (name: string) => !declared.some((own) => own.toLowerCase() === name.toLowerCase());
  return [...declared, ...shown.filter(isNew)];
}

/** How the warnings name what is scrubbed. */
export interface Scrubbed {
  readonly its: string;
  readonly were: string;
  readonly keeps: string;
}

export function whatIsScrubbed(state: State): Scrubbed {
  if (!hasEndpoint(state)) return { its: "Its key", were: "was", keeps: "It keeps its key." };
  const hasHeaders = state.headers !== undefined || state.headersEnv !== undefined;
  return {
    its: "Its header values",
    were: "were",
    keeps: hasHeaders ? "It keeps its headers and their values." : "The stack declares no headers of it.",
  };
}
