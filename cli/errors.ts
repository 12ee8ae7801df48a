// How a command reports an error that its user can fix.
import { EmulatorStartError } from "../emulator/index";
import { ProxySettingError } from "../provider/api/proxy";
import { ConnectionsApiError, SettingsError } from "../provider/client";

/** A problem with the command line that commander can't detect. */
export class CommandError extends Error {}

/** Runs a command. An error that the user can fix becomes one sentence on stderr and exit code 1; others are thrown. */
export async function reportErrors(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!isReported(error)) throw error;
    const text = error.message;
    process.stderr.write(`${text.charAt(0).toUpperCase()}${text.slice(1)}\n`);
    process.exitCode = 1;
  }
}

function isReported(error: unknown): error is Error {
  const kinds = [CommandError, ConnectionsApiError, EmulatorStartError, ProxySettingError, SettingsError];
  return kinds.some((kind) => error instanceof kind);
}
