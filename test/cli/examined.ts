// A platform to examine with `doctor`, and what the command prints about it: no key, and no name unless it is asked for.
import type { CheckName, CheckResult } from "../../cli/doctor/examination";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../emulator/index";
import { type Environment, type Ran, runCommand } from "./command";
import { stopServers } from "../network/servers";

jest.setTimeout(60_000);

const emulators: Emulator[] = [];

afterEach(async () => {
  await stopServers();
  await Promise.all(emulators.splice(0).map((emulator) => emulator.stop()));
});

/** An emulator with three connections. Every key contains "planted", and every name "name of". */
export async function platform(options: EmulatorOptions = {}): Promise<Emulator> {
  const keys = { apiKey: "planted-full-key-0001", viewOnlyKey: "planted-view-key-0001" };
  const emulator = await startEmulator({ ...keys, ...options });
  emulators.push(emulator);
  for (const name of ["support", "search", "batch"]) addConnection(emulator, name);
  return emulator;
}

export function addConnection({ console }: Emulator, name: string): string {
  const fields = { API_KEY: `sk-planted-${name}-0001` };
  const draft = { provider: "Open AI", model: "gpt-4o", connectionName: `name of ${name}`, fields } as const;
  return console.create(draft).connectionId;
}

/** The variables that point at it, or at another port in front of it. */
export function environmentOf({ host, apiKey }: Emulator, at: string | number = host): Environment {
  const address = typeof at === "number" ? `127.0.0.1:${at}` : at;
  return { MODEL_CONNECTIONS_HOST: address, MODEL_CONNECTIONS_API_KEY: apiKey };
}

export async function doctor(environment: Environment | undefined, ...args: string[]): Promise<Ran> {
  const ran = await runCommand(["doctor", ...args], environment);
  expect(ran.err).toBe("");
  expect(ran.out).not.toMatch(/planted|proxy-password/);
  if (!args.includes("--names")) expect(ran.out).not.toContain("name of");
  return ran;
}

/** The checks of `--json` by name. */
export async function checks(
  environment: Environment | undefined,
  ...args: string[]
): Promise<Record<CheckName, CheckResult>> {
  const { out, exit } = await doctor(environment, "--json", ...args);
  const results = JSON.parse(out) as CheckResult[];
  expect(exit).toBe(results.some(({ ok }) => ok === false) ? 1 : 0);
  return Object.fromEntries(results.map((result) => [result.name, result])) as Record<CheckName, CheckResult>;
}
