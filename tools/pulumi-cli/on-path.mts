// Finds programs on PATH, among them a Pulumi CLI that is complete and recent enough.
import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { foldersOnPath } from "../installed.mts";
import { run } from "./run.mts";

/** The oldest CLI that is accepted from PATH; the package's peer range starts at the same version. */
export const oldestCli = "3.216.0";

/** What the engine needs in one folder to run a Node.js program with dynamic resources. */
const programs = ["pulumi", "pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];

export function isComplete(folder: string): boolean {
  return programs.every((program) => isProgram(join(folder, program)));
}

/** Languages whose hosts Pulumi's release has and a build of the CLI doesn't need. */
export type Language = "yaml" | "go";

export function hasHost(folder: string, language: Language): boolean {
  return isProgram(join(folder, `pulumi-language-${language}`));
}

export function programOnPath(name: string): string | undefined {
  return foldersOnPath()
    .map((folder) => join(folder, name))
    .find(isProgram);
}

/** The folder of a usable CLI, or why there is none. */
export async function cliOnPath(): Promise<{ bin: string } | { reason: string }> {
  const cli = programOnPath("pulumi");
  if (cli === undefined) return { reason: "there is no pulumi on PATH" };
  // Checked before the version: the npm launcher is also called pulumi, and asking it downloads and runs a script.
  const bin = [dirname(cli), dirname(realpathSync(cli))].find(isComplete);
  if (bin === undefined) return { reason: `${cli} has no ${programs.slice(1).join(" and ")} beside it` };
  const { code, output } = await run("asking for its version", [cli, "version"], {
    timeoutMs: 10_000,
    env: { PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
  const version = output.trim();
  if (code !== 0 || !isRecent(version)) return { reason: `${cli} is ${version}, not ${oldestCli} or later` };
  return { bin };
}

function isRecent(version: string): boolean {
  return version.replace(/^v/, "").localeCompare(oldestCli, "en", { numeric: true }) >= 0;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
