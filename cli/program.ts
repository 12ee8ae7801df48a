// The command line as a whole: its name, its version, its subcommands and its exit codes.
import { readFileSync } from "node:fs";
import { Command, type CommanderError } from "commander";
import { addEmulator } from "./emulator";
import { addImport } from "./import";
import { addList } from "./list";

const USAGE = 2;

/** The program; nothing runs before it is given arguments. */
export function program(): Command {
  const command = new Command("model-connections")
    .description(
      "External model connections of an agent platform: emulate their API, list them, bring them into code.",
    )
    .version(version())
    .exitOverride(leave)
    .showHelpAfterError("(add --help for what can be said here)");
  addEmulator(command);
  addList(command);
  addImport(command);
  return command;
}

// Commander has printed already. Its own exit code for wrong usage is 1, which here means that the work failed.
function leave({ exitCode }: CommanderError): never {
  process.exit(exitCode === 0 ? 0 : USAGE);
}

function version(): string {
  const file = require.resolve("pulumi-model-connections/package.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
