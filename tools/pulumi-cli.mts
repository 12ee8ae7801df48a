// Finds or gets a Pulumi CLI that can run Node programs, and prints the folder it is in; the demo and the engine tests put that folder on PATH.
import { CachedPrograms } from "./pulumi-cli/cache.mts";
import { download } from "./pulumi-cli/download.mts";
import { goBuild } from "./pulumi-cli/go-build.mts";
import { cliOnPath, parts } from "./pulumi-cli/on-path.mts";
import { cliVersion, hostVersion, oldestCli } from "./pulumi-cli/pins.mts";
import { say } from "./pulumi-cli/say.mts";

/** Where `pulumi`, its Node language host and its dynamic provider are; makes them when this machine has none. */
export async function pulumiBin(): Promise<string> {
  const found = await cliOnPath();
  if ("bin" in found) return found.bin;
  const cache = new CachedPrograms(`pulumi-${cliVersion}-nodejs-host-${hostVersion}`, parts);
  if (cache.isThere()) return cache.bin;
  const waiting = () => say("another process is getting the Pulumi CLI: waiting for it");
  return cache.locked(waiting, async () => {
    if (cache.isThere()) return cache.bin;
    const notDownloaded = await cache.into(download);
    if (cache.isThere()) return cache.bin;
    const notBuilt = await cache.into(goBuild);
    if (cache.isThere()) return cache.bin;
    throw new NoPulumiCli(found.reason, notDownloaded ?? "it was not whole", notBuilt ?? "it was not whole");
  });
}

export class NoPulumiCli extends Error {
  constructor(notFound: string, notDownloaded: string, notBuilt: string) {
    super(
      `This machine has no Pulumi CLI and none could be got. Any one of three things will do:\n` +
        `  - install Pulumi ${oldestCli} or newer and put it on PATH (now: ${notFound});\n` +
        `  - let npm's pulumi@${cliVersion} download its release (now: ${notDownloaded});\n` +
        `  - install Go and let it fetch modules, to build the CLI (now: ${notBuilt}).`,
    );
    this.name = "NoPulumiCli";
  }
}

if (import.meta.main) {
  try {
    process.stdout.write(`${await pulumiBin()}\n`);
  } catch (error) {
    if (!(error instanceof NoPulumiCli)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
