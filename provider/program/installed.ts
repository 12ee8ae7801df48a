/** Checks at preview that the engine will find the hooks: its provider process looks for them from the program's folder. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { isStartedByEngine } from "./program-process";

let found = false;

/** A component library that depends on this package isn't enough if the package manager doesn't hoist, such as pnpm. */
export function checkInstalled(name: string): void {
  if (found || !isStartedByEngine()) return;
  found = isFoundFrom(process.cwd());
  if (found) return;
  const folder = programFolder() ?? process.cwd();
  found = isFoundFrom(folder);
  if (!found)
    throw new Error(
      `Could not declare model connection ${JSON.stringify(name)}: the Pulumi engine looks for pulumi-model-connections in ${folder} and can't load it from there. ` +
        "Add it to the dependencies in the package.json of this program, even if a library already depends on it.",
    );
}

function isFoundFrom(folder: string): boolean {
  try {
    createRequire(join(folder, "index.js")).resolve("pulumi-model-connections/hooks");
    return true;
  } catch {
    return false;
  }
}

/** The folder that the engine gave this process, even after `process.chdir`. The SDK removes it from `process.argv`. */
function programFolder(): string | undefined {
  const report: typeof process.report & { excludeNetwork?: boolean } = process.report;
  const { excludeNetwork = false } = report;
  // A report with network addresses can take seconds.
  report.excludeNetwork = true;
  const { header } = report.getReport() as { header: { commandLine: string[] } };
  report.excludeNetwork = excludeNetwork;
  const flag = header.commandLine.indexOf("--pwd");
  return flag === -1 ? undefined : header.commandLine[flag + 1];
}
