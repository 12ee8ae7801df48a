// The command line: its name, version, subcommands and exit codes.
import { readFileSync } from "node:fs";
import { Command, type CommanderError } from "commander";
import { addDoctor } from "./doctor";
import { addEmulator } from "./emulator";
import { addImport } from "./import";
import { addList } from "./list";

const USAGE = 2;

/** The command; it runs when `parseAsync` is called. */
export function program(): Command {
  const command = new Command("model-connections")
    .description(
      "Emulate the Connections API of an agent platform, check the way to a platform, list its model connections, or import them into a Pulumi project.",
    )
    .version(version())
    .exitOverride(exit)
    .showHelpAfterError("(add --help to see the commands and options)");
  addEmulator(command);
  addDoctor(command);
  addList(command);
  addImport(command);
  return command;
}

// Commander has already printed the error. Its exit code for wrong usage is 1, which here means that a command failed.
function exit({ exitCode }: CommanderError): never {
  process.exit(exitCode === 0 ? 0 : USAGE);
}

function version(): string {
  const file = require.resolve("pulumi-model-connections/package.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
