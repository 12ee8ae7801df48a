// What each side holds of a connection: the stack's state, the platform, and the platform's list of requests.
import type { Emulator, JournalEntry, StoredConnection } from "pulumi-model-connections/emulator";
import { connectionType } from "./event-log";
import type { Ended } from "./running";
import type { EngineStack, Run } from "./stack";
import type { StateResource } from "./state";

/** The connections in the exported state, by logical name; secrets are ciphertext, another one each time, unless shown. */
export async function managed(
  stack: EngineStack,
  options: { showSecrets?: boolean } = {},
): Promise<Record<string, StateResource>> {
  const { deployment } = await stack.exportState(options);
  const connections = (deployment.resources ?? []).filter(({ type }) => type === connectionType);
  return Object.fromEntries(connections.map((resource) => [resource.urn.split("::").at(-1)!, resource]));
}

/** Id and name of each managed connection, by logical name: what must not change by itself. */
export async function identities(stack: EngineStack): Promise<Record<string, { id: string; name: string }>> {
  return Object.fromEntries(
    Object.entries(await managed(stack)).map(([logicalName, { id, outputs }]) => [
      logicalName,
      { id: id!, name: String(outputs?.["connectionName"]) },
    ]),
  );
}

/** The connection as the platform holds it, with its key in clear. */
export function onPlatform(emulator: Emulator, id: string): StoredConnection {
  const found = emulator.connections().find(({ connectionId }) => connectionId === id);
  if (found === undefined) throw new Error(`The emulator has no connection ${id}.`);
  return found;
}

/** How often each operation was asked for since the last look. */
export function requests(emulator: Emulator): Partial<Record<JournalEntry["operation"], number>> {
  const counts: Partial<Record<JournalEntry["operation"], number>> = {};
  for (const { operation } of emulator.journal()) counts[operation] = (counts[operation] ?? 0) + 1;
  emulator.clearJournal();
  return counts;
}

/** What the provider and the engine had to say, each line once. */
export function said(run: Run, severity?: "error"): string {
  const heard = run.diagnostics.filter((each) => severity === undefined || each.severity === severity);
  return [...new Set(heard.map(({ message }) => message))].join("\n");
}

/** The promise "settled": nothing is left to do for an update and a refresh. */
export async function expectSettled(stack: EngineStack): Promise<void> {
  succeeded(await stack.up("--expect-no-changes"));
  succeeded(await stack.refresh("--expect-no-changes"));
}

/** Fails with the whole output, so that a broken promise can be understood. */
export function succeeded<T extends Ended>(run: T): T {
  if (run.code !== 0) throw new Error(`pulumi ended with ${run.code}:\n${run.output}`);
  return run;
}
