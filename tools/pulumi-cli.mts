// Prints the folder of a Pulumi CLI that can run Node.js programs, after installing one if there is none.
import { cacheFolder, fillCache, renewLauncher } from "./pulumi-cli/cache.mts";
import { cliOnPath, isComplete, oldestCli } from "./pulumi-cli/on-path.mts";
import { download } from "./pulumi-cli/release.mts";
import { cliVersion, goBuild } from "./pulumi-cli/sources.mts";

/** The folder of `pulumi`, its Node.js language host and its dynamic provider. */
export async function pulumiBin(): Promise<string> {
  const found = await cliOnPath();
  if ("bin" in found) return found.bin;
  if (!isComplete(cacheFolder)) await install(found.reason);
  renewLauncher(cacheFolder);
  return cacheFolder;
}

async function install(notFound: string): Promise<void> {
  const notDownloaded = await fillCache(download);
  if (notDownloaded === undefined) return;
  const notBuilt = await fillCache(goBuild);
  if (notBuilt !== undefined) throw new NoPulumiCli(notFound, notDownloaded, notBuilt);
}

export class NoPulumiCli extends Error {
  constructor(notFound: string, notDownloaded: string, notBuilt: string) {
    super(
      `Could not find or install a Pulumi CLI. Do one of the following:\n` +
        `  - Install Pulumi ${oldestCli} or later and put it on PATH (now: ${notFound}).\n` +
        `  - Allow the download of Pulumi ${cliVersion} from get.pulumi.com and github.com (now: ${notDownloaded}).\n` +
        `  - Install Go and allow it to download modules, to build the CLI (now: ${notBuilt}).`,
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
