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
  readonly uniqueNames?: boolean;
  readonly uniqueKeys?: boolean;
  readonly duplicateStatus?: string;
  readonly canonicalForms?: string;
  readonly errorStyle?: NonNullable<EmulatorOptions["errorStyle"]>;
  readonly largestLimit?: string;
  readonly largerLimit?: NonNullable<EmulatorOptions["largerLimit"]>;
  readonly customApiModel?: boolean;
  readonly customApi?: NonNullable<EmulatorOptions["customApi"]>;
  readonly omit?: string;
}

/** Adds the subcommand. */
export function addEmulator(program: Command): void {
  const command = program
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
  addImitations(command);
}

// How the emulator imitates a platform that differs from the API's documentation.
function addImitations(command: Command): void {
  command
    .option("--no-unique-names", "accept a name that is already in use")
    .option("--no-unique-keys", "accept a key that is already in use for the model")
    .option("--duplicate-status <number>", "refuse a duplicate with 400, 409 or 412 (default: 409)")
    .option(
      "--canonical-forms <list>",
      "store what is sent with slash,lowerCase,prefix,keyOrder (default: none)",
    )
    .addOption(
      new Option("--error-style <style>", "body of error responses (default: simple)").choices([
        "simple",
        "platform",
      ]),
    )
    .option("--largest-limit <number>", "most connections in a list response (default: no maximum)")
    .addOption(
      new Option("--larger-limit <result>", "response to a larger limit (default: fewer)").choices([
        "fewer",
        "refused",
      ]),
    )
    .option("--custom-api-model", "give connections of provider API a model and the status FINALIZED")
    .addOption(
      new Option("--custom-api <result>", "responses with an endpoint (default: masked)").choices([
        "masked",
        "plaintext",
        "hidden",
        "unknown",
      ]),
    )
    .option("--omit <properties>", "leave these out of responses, such as modifiedOn,status (default: none)");
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
function count(text?: string): number | undefined {
  if (text === undefined) return undefined;
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
}

const list = (text?: string): string[] | undefined => text?.split(",");

function optionsOf({ state, ...flags }: EmulatorFlags): EmulatorOptions {
  return {
    ...flags,
    stateFile: state,
    port: count(flags.port),
    defaultLimit: count(flags.defaultLimit),
    requestsPerSecond: count(flags.requestsPerSecond),
    largestLimit: count(flags.largestLimit),
    omit: list(flags.omit),
    // The emulator rejects any other value.
    duplicateStatus: count(flags.duplicateStatus) as EmulatorOptions["duplicateStatus"],
    canonicalForms: list(flags.canonicalForms) as EmulatorOptions["canonicalForms"],
  };
}

const signal = (): Promise<void> =>
  new Promise((resolve) => {
    for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => resolve());
  });
