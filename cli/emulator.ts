// `model-connections emulator`: runs the emulator until it is told to stop, and says how to reach it.
import { Option, type Command } from "commander";
import { EmulatorStartError, startEmulator, type Emulator, type EmulatorOptions } from "../emulator/index";

type Flags = {
  readonly port?: string;
  readonly state?: string;
  readonly maskStyle?: NonNullable<EmulatorOptions["maskStyle"]>;
  readonly defaultLimit?: string;
  readonly requestsPerSecond?: string;
};

export function addEmulator(program: Command): void {
  program
    .command("emulator")
    .description("Serve the Connections API on 127.0.0.1, until Ctrl-C.")
    .option("--port <number>", "port to listen on (default: a free one)")
    .option("--state <file>", "keep connections and platform keys in this file (default: forget them)")
    .addOption(
      new Option("--mask-style <style>", "how keys are shown (default: reference)").choices([
        "reference",
        "edges",
        "stars",
      ]),
    )
    .option("--default-limit <number>", "size of a list answer when no limit is asked (default: all)")
    .option("--requests-per-second <number>", "answer 429 above this rate (default: never)")
    .action((flags: Flags) => runEmulator(flags));
}

/** Runs one emulator; `stopAsked` settles when it shall stop. A failed start is said, with exit code 1. */
export async function runEmulator(
  flags: Flags,
  print: (text: string) => void = (text) => process.stdout.write(text),
  stopAsked: () => Promise<void> = signal,
): Promise<void> {
  try {
    const emulator = await startEmulator(optionsOf(flags));
    print(announcement(emulator, flags.state));
    await stopAsked();
    await emulator.stop();
  } catch (error) {
    if (!(error instanceof EmulatorStartError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

/** What the user needs to point a stack at it. */
export function announcement(
  { url, host, consoleUrl, apiKey, viewOnlyKey }: Emulator,
  state?: string,
): string {
  const memory = state === undefined ? "forgets everything then" : `remembers in ${state}`;
  return `The emulator serves the Connections API at ${url}/api/public (Ctrl-C stops it; it ${memory}).

  full key       ${apiKey}
  view-only key  ${viewOnlyKey}

Point a stack at it:
  pulumi config set model-connections:host ${host}
  pulumi config set --secret model-connections:apiKey ${apiKey}

Or a shell:
  export MODEL_CONNECTIONS_HOST=${host}
  export MODEL_CONNECTIONS_API_KEY=${apiKey}

Watch its requests, edit its connections, make it fail:
  ${consoleUrl}
`;
}

// What is no number becomes NaN, which the emulator refuses by the option's name.
const count = (text: string): number => (/^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN);

function optionsOf({ port, state, maskStyle, defaultLimit, requestsPerSecond }: Flags): EmulatorOptions {
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
