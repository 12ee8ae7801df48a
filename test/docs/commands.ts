// Whether a command in the pages exists: npm scripts, files, and our own command with its options.
// Pulumi's own commands: test/showcase/transcripts.test.ts.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { program as modelConnections } from "../../cli/program";
import { scripts } from "../../package.json";
import { repository } from "./fences";
import type { CommandLine } from "./shell";

/** What is wrong with a command, or undefined. */
export function problemOf({ program, args }: CommandLine): string | undefined {
  const [first = "", ...rest] = args;
  if (program === "npx" && first === "pulumi-model-connections") return ownProblem(rest);
  if (program === "npx") return missing(`node_modules/.bin/${first}`);
  if (program === "node") return missing(first.replace(/^dist\/(.*)\.js$/, "$1.ts"));
  if (program === "npm" && first === "run" && !(rest[0]! in scripts)) return `there is no script ${rest[0]}`;
  return undefined;
}

function missing(path: string): string | undefined {
  return existsSync(join(repository, path)) ? undefined : `there is no ${path}`;
}

/** Parses the arguments as the command line does, and runs nothing. */
function ownProblem([name = "", ...args]: readonly string[]): string | undefined {
  const command = modelConnections().commands.find((each) => each.name() === name);
  if (command === undefined) return `model-connections has no ${name}`;
  command.configureOutput({ writeErr: () => undefined });
  command.exitOverride((error) => {
    throw error;
  });
  try {
    const { operands, unknown } = command.parseOptions([...args]);
    if (unknown.length > 0) return `${name} has no ${unknown.join(" ")}`;
    const most = command.registeredArguments.length;
    return operands.length > most ? `${name} takes ${most} arguments` : undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
