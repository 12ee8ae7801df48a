// The recorded states of released versions: a program, the stack's export, and the emulator's state file.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Emulator } from "pulumi-model-connections/emulator";
import { succeeded } from "../support/outcomes";
import { startPlatform } from "../support/platform";
import { EngineStack } from "../support/stack";

const recordings = join(__dirname, "recorded");
/** In the export it replaces the platform's address, which differs in each run. */
const PLATFORM = "PLATFORM-HOST";

export interface Recorded {
  readonly emulator: Emulator;
  readonly stack: EngineStack;
}

/** The environment of the recorded program: another number changes the key, or the model, of every connection. */
export function generation(keys: number, models: number): Record<string, string> {
  return { KEYS: String(keys), MODELS: String(models), MODEL_KEY: `sk-recorded-fromEnvironment-${keys}` };
}

export function recordedVersions(): string[] {
  return readdirSync(recordings);
}

export function programOf(version: string): string {
  return readFileSync(join(recordings, version, "program.js"), "utf8");
}

/** An empty stack with the version's program, on an empty platform. */
export async function newStack(version: string, stateFile: string): Promise<Recorded> {
  const emulator = await startPlatform({ stateFile, uniqueKeys: false });
  const program = programOf(version);
  const { host, apiKey } = emulator;
  const stack = await EngineStack.create({
    program,
    host,
    apiKey,
    env: { ...generation(1, 1), PLATFORM: host },
  });
  return { emulator, stack };
}

/** The recorded state and platform. */
export async function restore(version: string, scratch: string): Promise<Recorded> {
  const stateFile = join(scratch, "platform.json");
  copyFileSync(join(recordings, version, "platform.json"), stateFile);
  const restored = await newStack(version, stateFile);
  const exported = readFileSync(join(recordings, version, "stack.json"), "utf8");
  const file = join(scratch, "stack.json");
  writeFileSync(file, exported.replaceAll(PLATFORM, restored.emulator.host));
  succeeded(await restored.stack.run("stack", "import", "--file", file));
  return restored;
}

export async function record(
  version: string,
  { emulator, stack }: Recorded,
  stateFile: string,
): Promise<void> {
  const folder = join(recordings, version);
  mkdirSync(folder, { recursive: true });
  const exported = `${JSON.stringify(await stack.exportState(), withoutPlaces, 2)}\n`;
  writeFileSync(join(folder, "stack.json"), exported.replaceAll(emulator.host, PLATFORM));
  copyFileSync(stateFile, join(folder, "platform.json"));
}

/** The program's location on the machine that recorded it. */
function withoutPlaces(key: string, value: unknown): unknown {
  return key === "sourcePosition" || key === "stackTrace" ? undefined : value;
}
