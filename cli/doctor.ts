// `model-connections doctor`: checks the way to a platform step by step, and says what to do about what fails.
import type { Command } from "commander";
import { printableJson } from "../provider/printable";
import { examine } from "./doctor/examine";
import { type CheckResult, TITLES } from "./doctor/examination";
import { type HostFlags, addHostOptions } from "./platform";

interface DoctorFlags extends HostFlags {
  readonly writeScope?: boolean;
  readonly names?: boolean;
  readonly json?: boolean;
}

/** Adds the subcommand. */
export function addDoctor(program: Command): void {
  addHostOptions(program.command("doctor"))
    .description(
      "Check settings, network, key and connections of a platform. Nothing on the platform changes, and no key is printed.",
    )
    .option(
      "--write-scope",
      'also check the scope "Manage Connections", with a PATCH to an id that does not exist',
    )
    .option(
      "--names",
      "print names of connections, not only their ids, and what the platform says about a refused request",
    )
    .option("--json", "print JSON for scripts")
    .action((flags: DoctorFlags, command: Command) => runDoctor(flags, command));
}

async function runDoctor(flags: DoctorFlags, command: Command): Promise<void> {
  const isGiven = (option: string) => command.getOptionValueSource(option) === "cli";
  const print = (result: CheckResult) => {
    if (flags.json !== true) process.stdout.write(linesOf(result));
  };
  const checks = await examine({ flags, isGiven }, print);
  if (flags.json === true) process.stdout.write(`${printableJson(checks)}\n`);
  if (checks.some(({ ok }) => ok === false)) process.exitCode = 1;
}

function linesOf({ name, ok, text, advice, milliseconds }: CheckResult): string {
  const mark = ok === null ? "–" : ok ? "✓" : "✗";
  const duration = ok === null ? "" : ` (${milliseconds} ms)`;
  const below = advice === null ? "" : `  ${advice}\n`;
  return `${mark} ${TITLES[name]}: ${text}${duration}\n${below}`;
}
