// Builds the CLI from its published Go modules, at the versions and checksums that the two tools modules pin.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { goCommand } from "./go-command.mts";
import { programOnPath } from "./on-path.mts";
import { cliVersion, engineModule, hostModule } from "./pins.mts";
import { say, secondsSince } from "./say.mts";

/** Fills the folder; the answer is why that failed, or undefined. */
export async function goBuild(folder: string): Promise<string | undefined> {
  if (!programOnPath("go")) return "there is no go on PATH";
  const started = Date.now();
  say(`building the Pulumi CLI ${cliVersion} with Go, once for this user: 5 to 15 minutes on two cores`);
  const failure =
    (await build(engineModule, "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi", join(folder, "pulumi"))) ??
    (await build(
      hostModule,
      "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
      join(folder, "pulumi-language-nodejs"),
    ));
  if (failure) return failure;
  writeFileSync(join(folder, "pulumi-resource-pulumi-nodejs"), dynamicProvider, { mode: 0o755 });
  say(`built in ${secondsSince(started)} s`);
  return undefined;
}

function build(module: URL, command: string, target: string): Promise<string | undefined> {
  const version = `github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${cliVersion}`;
  return goCommand(module, command, target, `-X ${version}`);
}

// What a release ships beside the CLI: the engine starts it in the program's folder, whose SDK then serves.
const dynamicProvider = `#!/bin/sh
set -eu
exec node "$(node -p "require.resolve('@pulumi/pulumi/cmd/dynamic-provider')")" "$@"
`;
