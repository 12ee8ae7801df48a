/** Checks at preview that the engine will find the hooks: its provider process looks for them from the program's folder. */
import { createRequire } from "node:module";
import { join } from "node:path";

// An inline program of the Automation API may run in another folder than its provider process. Unit tests have no provider process.
const PROGRAM_PROCESS = /[\\/]cmd[\\/]run([\\/](index\.js)?)?$/;

let found = false;

/** A component library that depends on this package isn't enough if the package manager doesn't hoist, such as pnpm. */
export function checkInstalled(name: string): void {
  if (found || !PROGRAM_PROCESS.test(process.argv[1] ?? "")) return;
  const folder = process.cwd();
  try {
    createRequire(join(folder, "index.js")).resolve("pulumi-model-connections/hooks");
    found = true;
  } catch {
    throw new Error(
      `Could not declare model connection ${JSON.stringify(name)}: the Pulumi engine looks for pulumi-model-connections in ${folder} and can't load it from there. ` +
        "Add it to the dependencies in the package.json of this program, even if a library already depends on it.",
    );
  }
}
