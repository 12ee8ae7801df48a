// Runs one command to its end and measures its time and the peak memory of the provider process.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { peakMemory, processesInside } from "../processes.mts";

export type Command = readonly [program: string, ...args: string[]];

export interface Cost {
  readonly seconds: number;
  /** Bytes. */
  readonly providerPeak: number;
}

const PROVIDER = /cmd\/dynamic-provider|terraform-provider-|pulumi-resource-model-connections/;
const EVERY_MS = 100;

export async function measured(
  [program, ...args]: Command,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<Cost> {
  let providerPeak = 0;
  const timer = setInterval(() => {
    const providers = processesInside(cwd).filter(({ command }) => PROVIDER.test(command));
    providerPeak = Math.max(providerPeak, ...providers.map(({ pid }) => peakMemory(pid)));
  }, EVERY_MS);
  const started = performance.now();
  try {
    await promisify(execFile)(program, args, { cwd, env, maxBuffer: Infinity });
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new Error(`${program} ${args.join(" ")} failed:\n${stdout}${stderr}`, { cause: error });
  } finally {
    clearInterval(timer);
  }
  return { seconds: Math.round(performance.now() - started) / 1000, providerPeak };
}
