// States as earlier versions of this package left them: a program, the stack's export and what was on the platform.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Emulator } from "pulumi-model-connections/emulator";
import { startPlatform } from "./platform";
import { EngineStack } from "./stack";
import { succeeded } from "./witnesses";

const recordings = join(__dirname, "../engine/recorded");
/** Stands in the export for the platform's address, which is another one each time. */
const PLATFORM = "PLATFORM-HOST";

export interface Recorded {
  readonly emulator: Emulator;
  readonly stack: EngineStack;
}

/** A run of the recorded program: another value is another key, or another model, of every connection. */
export function generation(keys: number, models: number): Record<string, string> {
  return { KEYS: String(keys), MODELS: String(models), MODEL_KEY: `sk-recorded-fromEnvironment-${keys}` };
}

export function recordedVersions(): string[] {
  return readdirSync(recordings);
}

/** A stack of the version's program, with nothing in it, on a platform that nobody has used. */
export async function newStack(version: string, stateFile: string): Promise<Recorded> {
  const emulator = await startPlatform({ stateFile, uniqueKeys: false });
  const program = readFileSync(join(recordings, version, "program.js"), "utf8");
  const { host, apiKey } = emulator;
  const stack = await EngineStack.create({
    program,
    host,
    apiKey,
    env: { ...generation(1, 1), PLATFORM: host },
  });
  return { emulator, stack };
}

/** State and platform as they were recorded. */
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

/** Where the program stood on the machine that recorded it says nothing to any other. */
function withoutPlaces(key: string, value: unknown): unknown {
  return key === "sourcePosition" || key === "stackTrace" ? undefined : value;
}
