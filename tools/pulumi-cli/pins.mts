// Which versions of the Pulumi CLI the tools accept and make; the pins themselves stand in the two go.mod files.
import { readFileSync } from "node:fs";

export const engineModule = new URL("./engine/", import.meta.url);
export const hostModule = new URL("./nodejs-host/", import.meta.url);

/** The oldest CLI that the tests accept from PATH: the peer range of the package. */
export const oldestCli = "3.216.0";

/** The CLI that is downloaded or built where PATH has none, as in `3.259.0`. */
export const cliVersion = pinOf(engineModule, "github.com/pulumi/pulumi/pkg/v3");
export const hostVersion = pinOf(hostModule, "github.com/pulumi/pulumi/sdk/v3");

export function atLeast(version: string, bound: string): boolean {
  const [ours, theirs] = [numbers(version), numbers(bound)];
  for (let i = 0; i < 3; i++) {
    const difference = (ours[i] ?? 0) - (theirs[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

function numbers(version: string): number[] {
  return (/\d+(\.\d+)*/.exec(version)?.[0] ?? "0").split(".").map(Number);
}

function pinOf(folder: URL, module: string): string {
  const text = readFileSync(new URL("go.mod", folder), "utf8");
  const line = text.split("\n").find((l) => l.includes(`${module} v`));
  const version = line && / v(\d+\.\d+\.\d+)/.exec(line)?.[1];
  if (!version) throw new Error(`${folder.pathname}go.mod pins no version of ${module}.`);
  return version;
}
