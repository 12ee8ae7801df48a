// Generates the SDKs for Go and Python from the schema, as `pulumi package add` does.
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type RunOptions, run } from "../pulumi-cli/run.mts";
import { goEnvironment } from "../pulumi-cli/sources.mts";

/** Without paths and debug information, builds in scratch folders share Go's cache and link faster. */
const programEnvironment = {
  ...goEnvironment,
  GOFLAGS: `${goEnvironment.GOFLAGS} -trimpath -ldflags=-w`,
};

const fileOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Writes the folders `go` and `python`. Needs Go. */
export async function generateSdks(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  const schema = fileOf("../../dist/provider/plugin/schema.json");
  // With the settings of the CLI's build, because both use mostly the same packages.
  await must("generating the SDKs", ["go", "run", ".", schema, folder], {
    cwd: fileOf("generator"),
    env: goEnvironment,
  });
}

/** Runs Go on the SDK, or on a program that uses it. */
export function go(what: string, args: readonly string[], cwd: string): Promise<string> {
  return must(what, ["go", ...args], { cwd, env: programEnvironment });
}

/** Resolves to the command's output. If the command fails, the error contains the output. */
export async function must(
  what: string,
  command: readonly [string, ...string[]],
  options: RunOptions,
): Promise<string> {
  const { code, output } = await run(what, command, options);
  if (code !== 0) throw new Error(`${command.join(" ")} failed:\n${output.trim()}`);
  return output.trim();
}
