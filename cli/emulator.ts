// `model-connections emulator`: runs the emulator until Ctrl-C, and prints how to use it.
import { Option, type Command } from "commander";
import { startEmulator, type Emulator, type EmulatorOptions } from "../emulator/index";
import { reportErrors } from "./errors";

interface EmulatorFlags {
  readonly port?: string;
  readonly state?: string;
  readonly maskStyle?: NonNullable<EmulatorOptions["maskStyle"]>;
  readonly defaultLimit?: string;
  readonly requestsPerSecond?: string;
}

/** Adds the subcommand. */
export function addEmulator(program: Command): void {
  program
    .command("emulator")
    .description("Serve the Connections API on 127.0.0.1, until Ctrl-C.")
    .option("--port <number>", "port to listen on (default: a free one)")
    .option("--state <file>", "save connections and platform keys in this file (default: not saved)")
    .addOption(
      new Option("--mask-style <style>", "how responses mask keys (default: reference)").choices([
        "reference",
        "edges",
        "stars",
      ]),
    )
    .option("--default-limit <number>", "size of a list response without a limit (default: all)")
    .option("--requests-per-second <number>", "respond 429 above this rate (default: no limit)")
    .action((flags: EmulatorFlags) => runEmulator(flags));
}

/** Runs one emulator until `stopRequested` resolves. If it can't start, prints one sentence and sets exit code 1. */
export async function runEmulator(
  flags: EmulatorFlags,
  print: (text: string) => void = (text) => process.stdout.write(text),
  stopRequested: () => Promise<void> = signal,
): Promise<void> {
  await reportErrors(async () => {
    const emulator = await startEmulator(optionsOf(flags));
    print(instructions(emulator, flags.state));
    await stopRequested();
    await emulator.stop();
  });
}

function instructions({ url, host, consoleUrl, apiKey, viewOnlyKey }: Emulator, state?: string): string {
  const afterStop = state === undefined ? "are lost when it stops" : `are saved in ${state}`;
  return `The emulator serves the Connections API at ${url}/api/public (press Ctrl-C to stop it).
Its connections and keys ${afterStop}.

  full key       ${apiKey}
  view-only key  ${viewOnlyKey}

Configure a stack to use it:
  pulumi config set model-connections:host ${host}
  pulumi config set --secret model-connections:apiKey ${apiKey}

Or set environment variables:
  export MODEL_CONNECTIONS_HOST=${host}
  export MODEL_CONNECTIONS_API_KEY=${apiKey}

View requests, edit connections and inject faults in a browser:
  ${consoleUrl}
`;
}

// Text that is not a number becomes NaN, which the emulator rejects with the option's name.
const count = (text: string): number => (/^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN);

function optionsOf({
  port,
  state,
  maskStyle,
  defaultLimit,
  requestsPerSecond,
}: EmulatorFlags): EmulatorOptions {
  return {
    ...(port === undefined ? {} : { port: count(port) }),
    ...(state === undefined ? {} : { stateFile: state }),
    ...(maskStyle === undefined ? {} : { maskStyle }),
    ...(defaultLimit === undefined ? {} : { defaultLimit: count(defaultLimit) }),
    ...(requestsPerSecond === undefined ? {} : { requestsPerSecond: count(requestsPerSecond) }),
  };
}

const signal = (): Promise<void> =>
  new Promise((resolve) => {
    for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => resolve());
  });
