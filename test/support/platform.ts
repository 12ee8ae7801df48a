// The platform of a test: an emulator that stops after the file's last test, its connections, and the requests that it received.
import {
  startEmulator,
  type Emulator,
  type EmulatorOptions,
  type JournalEntry,
  type StoredConnection,
} from "pulumi-model-connections/emulator";

const running: Emulator[] = [];

export async function startPlatform(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator(options);
  running.push(emulator);
  return emulator;
}

afterAll(async () => {
  await Promise.all(running.splice(0).map((emulator) => emulator.stop()));
});

/** The connection as the platform stores it, with its key in plain text. */
export function onPlatform(emulator: Emulator, id: string): StoredConnection {
  const found = emulator.connections().find(({ connectionId }) => connectionId === id);
  if (found === undefined) throw new Error(`The emulator has no connection ${id}.`);
  return found;
}

/** The key of a connection. That of an endpoint is the last word of its first header. */
export function keyOn({ fields, headers }: StoredConnection): string | undefined {
  return headers === undefined ? fields["API_KEY"] : headers[0]?.value.split(" ").at(-1);
}

/** All connections that were created for a resource with an auto-name, oldest first. */
export function createdFor(emulator: Emulator, logicalName: string): StoredConnection[] {
  const autoName = new RegExp(`^${logicalName}-[0-9a-f]{7}$`);
  return emulator.connections().filter(({ connectionName }) => autoName.test(connectionName));
}

/** The id of the only one. */
export function idFor(emulator: Emulator, logicalName: string): string {
  const created = createdFor(emulator, logicalName);
  if (created.length !== 1) throw new Error(`${created.length} connections were created for ${logicalName}.`);
  return created[0]!.connectionId;
}

/** How many requests of each operation arrived since the last call. */
export function requests(emulator: Emulator): Partial<Record<JournalEntry["operation"], number>> {
  const counts: Partial<Record<JournalEntry["operation"], number>> = {};
  for (const { operation } of emulator.journal()) counts[operation] = (counts[operation] ?? 0) + 1;
  emulator.clearJournal();
  return counts;
}

/** The writes that the platform received, in order. */
export function writesTo(emulator: Emulator): JournalEntry[] {
  return emulator.journal().filter(({ method }) => method !== "GET");
}

/** The connection as if it had been created this many hours ago, and not changed since. */
export function age(emulator: Emulator, id: string, hours: number): void {
  const date = new Date(Date.now() - hours * 3_600_000).toISOString();
  emulator.console.setDates(id, { createdOn: date, modifiedOn: date });
}
