// Where a missing CLI comes from: Pulumi's release, through npm, or a build of the Go modules that the two go.mod files pin.
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { programOnPath } from "./on-path.mts";
import { run, say, secondsSince } from "./run.mts";

/** Puts the CLI's programs into the folder. Resolves to the reason if that fails. */
export type Source = (folder: string) => Promise<string | undefined>;

const engine = goModule("engine", "github.com/pulumi/pulumi/pkg/v3");
const host = goModule("nodejs-host", "github.com/pulumi/pulumi/sdk/v3");
export const cliVersion = engine.version;
export const hostVersion = host.version;

/** Fails within seconds where the network is closed. */
export async function download(folder: string): Promise<string | undefined> {
  if (process.env["PULUMI_CLI_NO_DOWNLOAD"]) return "PULUMI_CLI_NO_DOWNLOAD is set";
  if (programOnPath("npm") === undefined) return "there is no npm on PATH";
  const home = join(folder, "home");
  const retries = ["--fetch-retries=0", "--fetch-timeout=10000"];
  const { code, output } = await run(
    `downloading the Pulumi CLI ${cliVersion}`,
    ["npm", "exec", "--yes", ...retries, `--package=pulumi@${cliVersion}`, "--", "pulumi", "version"],
    { cwd: folder, timeoutMs: 300_000, env: { PULUMI_HOME: home, PULUMI_VERSION: cliVersion } },
  );
  if (code !== 0) return output.trim().split("\n").at(-1) || "it took too long";
  const bin = join(home, "versions", cliVersion, "bin");
  for (const name of existsSync(bin) ? readdirSync(bin) : []) renameSync(join(bin, name), join(folder, name));
  rmSync(home, { recursive: true, force: true });
  return undefined;
}

export async function goBuild(folder: string): Promise<string | undefined> {
  if (programOnPath("go") === undefined) return "there is no go on PATH";
  const started = Date.now();
  say(`building the Pulumi CLI ${cliVersion} with Go, once for this user: 5 to 15 minutes on two cores`);
  const failure =
    (await build(engine, "cmd/pulumi", folder)) ??
    (await build(host, "nodejs/cmd/pulumi-language-nodejs", folder));
  if (failure === undefined) say(`built in ${secondsSince(started)} s`);
  return failure;
}

async function build(module: GoModule, command: string, folder: string): Promise<string | undefined> {
  const version = `github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${cliVersion}`;
  const target = join(folder, command.slice(command.lastIndexOf("/") + 1));
  const path = `${module.path}/${command}`;
  const { code, output } = await run(
    `building ${path}`,
    ["go", "build", "-ldflags", `-s -w -X ${version}`, "-o", target, path],
    { cwd: module.folder, env: goEnvironment },
  );
  return code === 0
    ? undefined
    : `go build ${path} failed:\n${output.trim().split("\n").slice(-10).join("\n")}`;
}

// Without cgo, no C compiler is needed. The user's own flags and workspace must not change what is built.
const goEnvironment = { CGO_ENABLED: "0", GOFLAGS: "-mod=readonly -buildvcs=false", GOWORK: "off" };

interface GoModule {
  readonly folder: URL;
  readonly path: string;
  readonly version: string;
}

function goModule(name: string, path: string): GoModule {
  const folder = new URL(`./${name}/`, import.meta.url);
  const text = readFileSync(new URL("go.mod", folder), "utf8");
  const version = text.split(`${path} v`)[1]?.match(/^\d+\.\d+\.\d+/)?.[0];
  if (version === undefined) throw new Error(`${folder.pathname}go.mod names no version of ${path}.`);
  return { folder, path, version };
}
