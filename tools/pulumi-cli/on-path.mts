// Finds programs on PATH, and among them a Pulumi CLI that is whole and new enough.
import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { runChild } from "./child.mts";
import { atLeast, oldestCli } from "./pins.mts";

/** What the engine needs in one folder to run a Node program with dynamic resources. */
export const parts = ["pulumi", "pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"] as const;

export function isWhole(folder: string, programs: readonly string[] = parts): boolean {
  return programs.every((program) => isProgram(join(folder, program)));
}

export function programOnPath(name: string): string | undefined {
  return pathFolders()
    .map((folder) => join(folder, name))
    .find(isProgram);
}

/** The folder of a usable CLI, or why there is none. */
export async function cliOnPath(): Promise<{ bin: string } | { reason: string }> {
  const cli = programOnPath("pulumi");
  if (!cli) return { reason: "there is no pulumi on PATH" };
  // Asked before the version: the npm launcher is called pulumi too, stands alone, and would download to answer.
  const bin = [dirname(cli), dirname(realpathSync(cli))].find((folder) => isWhole(folder));
  if (!bin) return { reason: `${cli} has no ${parts[1]} and ${parts[2]} beside it` };
  const { code, output } = await runChild(cli, ["version"], { timeoutMs: 10_000 });
  const version = output.trim();
  if (code !== 0 || !atLeast(version, oldestCli))
    return { reason: `${cli} is ${version}, not ${oldestCli} or newer` };
  return { bin };
}

function pathFolders(): string[] {
  return (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
