// Whether a command of the pages is one that there is; what Pulumi's own say is for a test on the engine.
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { program as modelConnections } from "../../cli/program";
import { SETTINGS } from "../../provider/settings";
import { read, repository } from "./fences";
import type { CommandLine } from "./shell";

const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };

/** What is wrong with a command, or undefined. */
export function commandFault({ program, args, variables }: CommandLine): string | undefined {
  const foreign = variables.find((name) => name.startsWith("MODEL_CONNECTIONS_") && !VARIABLES.has(name));
  if (foreign !== undefined) return `${foreign} is no setting`;
  if (program === "") return undefined;
  const check = PROGRAMS[program];
  return check === undefined ? `${program} is a command that nothing checks` : check(args);
}

const VARIABLES = new Set<string>(
  Object.values(SETTINGS).flatMap((row) => ("variable" in row ? [row.variable] : [])),
);

type Check = (args: readonly string[]) => string | undefined;

const PROGRAMS: Partial<Record<string, Check>> = {
  npm,
  npx,
  curl,
  node,
  "model-connections": ownCommand,
  // Its subcommands and options: test/showcase/transcripts.test.ts.
  pulumi: () => undefined,
  cd: () => undefined,
  printf: () => undefined,
  // What test/support/stack.ts runs.
  find: (args) =>
    args.join(" ") === ".pulumi/stacks -name *.attrs -empty -delete" ? undefined : "is run by no test",
  export: (args) => commandFault({ place: "", program: "", args: [], variables: args.map(nameOf) }),
};

function nameOf(assignment: string): string {
  return assignment.split("=")[0] ?? "";
}

function npm([verb = "", ...rest]: readonly string[]): string | undefined {
  if (["audit", "ci", "install", "pack", "publish", "version"].includes(verb)) return undefined;
  const name = verb === "run" ? (rest[0] ?? "") : verb;
  return name in scripts ? undefined : `there is no script ${name}`;
}

function npx([name = "", ...args]: readonly string[]): string | undefined {
  if (name === "model-connections") return ownCommand(args);
  return existsSync(join(repository, "node_modules/.bin", name)) ? undefined : `no dependency has ${name}`;
}

function node([file = "", ...args]: readonly string[]): string | undefined {
  if (file === "dist/cli/main.js") return ownCommand(args);
  return existsSync(join(repository, file)) ? undefined : `there is no ${file}`;
}

/** Parses as the command line does, and runs nothing. */
function ownCommand([name = "", ...args]: readonly string[]): string | undefined {
  const command = modelConnections().commands.find((each) => each.name() === name);
  if (command === undefined) return `model-connections has no ${name}`;
  return optionsFault(command, args);
}

function optionsFault(command: Command, args: readonly string[]): string | undefined {
  let fault: string | undefined;
  command.exitOverride(({ message }) => {
    fault = message;
    throw new Error(message);
  });
  command.configureOutput({ writeErr: () => undefined });
  try {
    const { operands, unknown } = command.parseOptions([...args]);
    if (unknown.length > 0) return `${command.name()} has no ${unknown.join(" ")}`;
    const most = command.registeredArguments.length;
    return operands.length > most ? `${command.name()} takes ${most} arguments` : undefined;
  } catch {
    return fault;
  }
}

/** Addresses of the API and of the emulator, with bodies that are JSON. */
function curl(args: readonly string[]): string | undefined {
  const withValue = ["--request", "-X", "-H", "--header", "-d", "--data"];
  let address = "";
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    if (!arg.startsWith("-")) address = arg;
    else if (!withValue.includes(arg)) return `curl's ${arg} is checked by nothing`;
    else if (["-d", "--data"].includes(arg) && !isJson(args[++at] ?? "")) return "the body is no JSON";
    else if (!["-d", "--data"].includes(arg)) at++;
  }
  return /\/(?:api\/public\/connections|emulator\/)/.test(address) ? undefined : `${address} is no address`;
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
