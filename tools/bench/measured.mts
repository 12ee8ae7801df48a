// Runs one command to its end and measures its time, and the peak memory of the provider process and of all processes together.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { memory, peakMemory, processesInside } from "../processes.mts";

export type Command = readonly [program: string, ...args: string[]];

export interface Cost {
  readonly seconds: number;
  /** Bytes. */
  readonly providerPeak: number;
  /** Bytes: the most that engine, language host, program and provider used at the same time. */
  readonly totalPeak: number;
}

const PROVIDER = /cmd\/dynamic-provider|terraform-provider-|pulumi-resource-model-connections/;
const EVERY_MS = 100;

export async function measured(
  [program, ...args]: Command,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<Cost> {
  let [providerPeak, totalPeak] = [0, 0];
  const timer = setInterval(() => {
    const all = processesInside(cwd);
    const providers = all.filter(({ command }) => PROVIDER.test(command));
    providerPeak = Math.max(providerPeak, ...providers.map(({ pid }) => peakMemory(pid)));
    totalPeak = Math.max(
      totalPeak,
      all.reduce((sum, { pid }) => sum + memory(pid), 0),
    );
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
  return { seconds: Math.round(performance.now() - started) / 1000, providerPeak, totalPeak };
}
