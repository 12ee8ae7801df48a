// Emulators for a test file, stopped after its last test, and what is on them by logical name.
import {
  startEmulator,
  type Emulator,
  type EmulatorOptions,
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

/** All connections that were made for a resource without a connectionName of its own, oldest first. */
export function madeFor(emulator: Emulator, logicalName: string): StoredConnection[] {
  const autoName = new RegExp(`^${logicalName}-[0-9a-f]{7}$`);
  return emulator.connections().filter(({ connectionName }) => autoName.test(connectionName));
}

/** The id of the only one. */
export function idFor(emulator: Emulator, logicalName: string): string {
  const made = madeFor(emulator, logicalName);
  if (made.length !== 1) throw new Error(`${made.length} connections were made for ${logicalName}.`);
  return made[0]!.connectionId;
}

/** The writes that the platform was sent, in order. */
export function writesTo(emulator: Emulator) {
  return emulator.journal().filter(({ method }) => method !== "GET");
}
