// The file that keeps connections and platform keys across restarts. Only its owner can read it, and it is never half written.
import { randomBytes } from "node:crypto";
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { providers, type StoredConnection } from "./connection";
import { isoDate } from "./connection-dates";
import { storedMembers } from "./custom-api-schemas";
import { StateFileError } from "./start-errors";

const connection = z.object({
  connectionId: z.string(),
  connectionName: z.string(),
  provider: z.enum(providers),
  model: z.string().exactOptional(),
  status: z.string(),
  fields: z.record(z.string(), z.string()),
  createdOn: isoDate,
  modifiedOn: isoDate,
  ...storedMembers,
}) satisfies z.ZodType<StoredConnection>;

const savedState = z.object({
  version: z.literal(1),
  apiKey: z.string().min(1),
  viewOnlyKey: z.string().min(1),
  connections: z.array(connection),
});

/** What the file contains. */
export interface SavedState {
  readonly apiKey: string;
  readonly viewOnlyKey: string;
  readonly connections: readonly StoredConnection[];
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? "an unknown error";

/**
 * What an earlier run saved, or undefined if the file does not exist.
 * @throws StateFileError if it can't be read or contains something else
 */
export function readState(path: string): SavedState | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw new StateFileError(path, `it could not be read (${codeOf(error)})`);
  }
  return parseState(path, text);
}

// The parsers' own messages quote the text, and the text contains keys.
function parseState(path: string, text: string): SavedState {
  const corrupt = "it does not contain emulator state; delete it to start with none, or choose another file";
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new StateFileError(path, corrupt);
  }
  const parsed = savedState.safeParse(content);
  if (!parsed.success) throw new StateFileError(path, corrupt);
  return parsed.data;
}

/** @throws StateFileError if it can't be written; the old content is then unchanged */
export function writeState(path: string, state: SavedState): void {
  // Unpredictable and new: otherwise another user could place a link there and get the keys.
  const temporary = `${path}.${randomBytes(8).toString("hex")}.tmp`;
  const text = `${JSON.stringify({ version: 1, ...state }, null, 2)}\n`;
  try {
    writeFileSync(temporary, text, { mode: 0o600, flag: "wx" });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new StateFileError(path, `it could not be written (${codeOf(error)})`);
  }
}
