// Generates the SDKs for Go and Python from the schema, as `pulumi package add` does.
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type RunOptions, run } from "../pulumi-cli/run.mts";
import { goEnvironment } from "../pulumi-cli/sources.mts";

/** Without folders and debug information in what is built, scratch projects share Go's cache, and link faster. */
const programEnvironment = {
  ...goEnvironment,
  GOFLAGS: `${goEnvironment.GOFLAGS} -trimpath -ldflags=-w`,
};

const fileOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Writes the folders `go` and `python`. Needs Go. */
export async function generateSdks(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  const schema = fileOf("../../dist/provider/plugin/schema.json");
  // As the CLI is built: they have most of their packages in common.
  await must("generating the SDKs", ["go", "run", ".", schema, folder], {
    cwd: fileOf("generator"),
    env: goEnvironment,
  });
}

/** For the SDK and programs that use it. */
export function go(what: string, args: readonly string[], cwd: string): Promise<string> {
  return must(what, ["go", ...args], { cwd, env: programEnvironment });
}

/** Resolves to the output. Fails with it if the program does. */
export async function must(
  what: string,
  command: readonly [string, ...string[]],
  options: RunOptions,
): Promise<string> {
  const { code, output } = await run(what, command, options);
  if (code !== 0) throw new Error(`${command.join(" ")} failed:\n${output.trim()}`);
  return output.trim();
}
