// The file that lets connections and platform keys survive a restart: readable by its owner alone, never half written.
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { providers, statuses, type StoredConnection } from "./connection";
import { StateFileError } from "./errors";

const connection = z.object({
  connectionId: z.string(),
  connectionName: z.string(),
  provider: z.enum(providers),
  model: z.string().exactOptional(),
  status: z.enum(statuses),
  fields: z.record(z.string(), z.string()),
  createdOn: z.iso.datetime(),
  modifiedOn: z.iso.datetime(),
}) satisfies z.ZodType<StoredConnection>;

const savedState = z.object({
  version: z.literal(1),
  apiKey: z.string().min(1),
  viewOnlyKey: z.string().min(1),
  connections: z.array(connection),
});
export type SavedState = Readonly<Omit<z.infer<typeof savedState>, "version">>;

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? "an unknown error";

/** What an earlier run saved, or undefined when there is no such file yet. */
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

// The parsers' own messages quote the text, and the text holds keys.
function parseState(path: string, text: string): SavedState {
  const corrupt = "it holds no emulator state; delete it to start afresh, or choose another file";
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

export function writeState(path: string, state: SavedState): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, `${JSON.stringify({ version: 1, ...state }, null, 2)}\n`, { mode: 0o600 });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new StateFileError(path, `it could not be written (${codeOf(error)})`);
  }
}
