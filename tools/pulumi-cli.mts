// Prints the folder of a Pulumi CLI that can run Node.js programs, after installing one if there is none; with --yaml or --go, the
// folder of its language host for YAML or Go.
import { cli, fillCache, languageHost, renewLauncher } from "./pulumi-cli/cache.mts";
import { type Language, cliOnPath, hasHost, oldestCli } from "./pulumi-cli/on-path.mts";
import { download } from "./pulumi-cli/release.mts";
import { cliVersion, goBuild, goBuildOfHost } from "./pulumi-cli/sources.mts";

/** The folder of `pulumi`, its Node.js language host and its dynamic provider. */
export async function pulumiBin(): Promise<string> {
  const found = await cliOnPath();
  if ("bin" in found) return found.bin;
  if (!cli.isComplete(cli.folder)) await install(found.reason);
  renewLauncher(cli.folder);
  return cli.folder;
}

/** The folder of a language host: that of the CLI if it comes with one, as a release does. */
export async function languageHostBin(language: Language): Promise<string> {
  const bin = await pulumiBin();
  if (hasHost(bin, language)) return bin;
  const host = languageHost(language);
  if (host.isComplete(host.folder)) return host.folder;
  const notBuilt = await fillCache(host, goBuildOfHost(language));
  if (notBuilt !== undefined) throw new NoLanguageHost(language, bin, notBuilt);
  return host.folder;
}

async function install(notFound: string): Promise<void> {
  const notDownloaded = await fillCache(cli, download);
  if (notDownloaded === undefined) return;
  const notBuilt = await fillCache(cli, goBuild);
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

class NoLanguageHost extends Error {
  constructor(language: Language, bin: string, notBuilt: string) {
    super(
      `There is no pulumi-language-${language} in ${bin}, and it could not be built: ${notBuilt}.\n` +
        "Put a complete release of Pulumi on PATH, or install Go and allow it to download modules.",
    );
    this.name = "NoLanguageHost";
  }
}

if (import.meta.main) {
  try {
    const language = (["yaml", "go"] as const).find((each) => process.argv.includes(`--${each}`));
    const bin = language === undefined ? await pulumiBin() : await languageHostBin(language);
    process.stdout.write(`${bin}\n`);
  } catch (error) {
    if (!(error instanceof NoPulumiCli || error instanceof NoLanguageHost)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
