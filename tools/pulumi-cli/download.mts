// Gets the released CLI through Pulumi's npm launcher, where downloads are open; elsewhere it fails within seconds.
import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runChild } from "./child.mts";
import { cliVersion } from "./pins.mts";
import { programOnPath } from "./on-path.mts";
import { sayingProgress } from "./say.mts";

const timeoutMs = 300_000;
// Long enough that a closed network is never mentioned, short enough that a real download is.
const quietMs = 5_000;

/** Fills the folder; the answer is why that failed, or undefined. */
export async function download(folder: string): Promise<string | undefined> {
  if (process.env["PULUMI_CLI_NO_DOWNLOAD"]) return "PULUMI_CLI_NO_DOWNLOAD is set";
  if (!programOnPath("npm")) return "there is no npm on PATH";
  const home = join(folder, "home");
  const bin = join(home, "versions", cliVersion, "bin");
  const { code, output } = await sayingProgress(
    `downloading the Pulumi CLI ${cliVersion}`,
    () =>
      runChild("npm", launch, {
        cwd: folder,
        timeoutMs,
        env: { PULUMI_HOME: home, PULUMI_VERSION: cliVersion },
      }),
    quietMs,
  );
  if (code === 0 && existsSync(bin)) {
    for (const name of readdirSync(bin)) renameSync(join(bin, name), join(folder, name));
  }
  rmSync(home, { recursive: true, force: true });
  return code === 0 ? undefined : lastLine(output) || "it took too long";
}

const launch = [
  "exec",
  "--yes",
  "--fetch-retries=0",
  "--fetch-timeout=10000",
  `--package=pulumi@${cliVersion}`,
  "--",
  "pulumi",
  "version",
];

function lastLine(output: string): string {
  return output.trim().split("\n").at(-1) ?? "";
}
