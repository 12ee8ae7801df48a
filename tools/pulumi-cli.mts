// Finds or gets a Pulumi CLI that can run Node programs, and prints the folder it is in; the demo and the engine tests put that folder on PATH.
import { cachedBin, intoCache, isCached, lockFile, openCache } from "./pulumi-cli/cache.mts";
import { download } from "./pulumi-cli/download.mts";
import { goBuild } from "./pulumi-cli/go-build.mts";
import { withLock } from "./pulumi-cli/lock.mts";
import { cliOnPath } from "./pulumi-cli/on-path.mts";
import { cliVersion, oldestCli } from "./pulumi-cli/pins.mts";
import { say } from "./pulumi-cli/say.mts";

/** Where `pulumi`, its Node language host and its dynamic provider are; makes them when this machine has none. */
export async function pulumiBin(): Promise<string> {
  const found = await cliOnPath();
  if ("bin" in found) return found.bin;
  if (isCached()) return cachedBin;
  openCache();
  const waiting = () => say("another process is getting the Pulumi CLI: waiting for it");
  return withLock(lockFile, waiting, async () => {
    if (isCached()) return cachedBin;
    const notDownloaded = await intoCache(download);
    if (isCached()) return cachedBin;
    const notBuilt = await intoCache(goBuild);
    if (isCached()) return cachedBin;
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
