// The versions of the CLI, and its build from the Go modules that the go.mod files pin; the go.sum files have their checksums.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Language, programOnPath } from "./on-path.mts";
import { run, say, secondsSince } from "./run.mts";

/** Puts the CLI's programs into the folder. The scratch folder is private and temporary. Resolves to the reason if that fails. */
export type Source = (folder: string, scratch: string) => Promise<string | undefined>;

const engine = goModule("engine", "github.com/pulumi/pulumi/pkg/v3");
const host = goModule("nodejs-host", "github.com/pulumi/pulumi/sdk/v3");
const hosts = {
  yaml: {
    ...goModule("yaml-host", "github.com/pulumi/pulumi-yaml"),
    ...{ label: "YAML", command: "cmd/pulumi-language-yaml", minutes: "1 to 3 minutes" },
  },
  go: {
    ...goModule("go-host", "github.com/pulumi/pulumi/sdk/v3"),
    ...{ label: "Go", command: "go/pulumi-language-go", minutes: "up to a minute" },
  },
};
export const cliVersion = engine.version;
export const hostVersion = host.version;
export const versionOfHost = (language: Language) => hosts[language].version;

export async function goBuild(folder: string, scratch: string): Promise<string | undefined> {
  if (programOnPath("go") === undefined) return "there is no go on PATH";
  const started = Date.now();
  say(`building the Pulumi CLI ${cliVersion} with Go, once for this user: 5 to 15 minutes on two cores`);
  const failure =
    (await build(engine, "cmd/pulumi", folder, scratch)) ??
    (await build(host, "nodejs/cmd/pulumi-language-nodejs", folder, scratch));
  if (failure === undefined) say(`built in ${secondsSince(started)} s`);
  return failure;
}

export function goBuildOfHost(language: Language): Source {
  const host = hosts[language];
  return async (folder, scratch) => {
    if (programOnPath("go") === undefined) return "there is no go on PATH";
    say(
      `building Pulumi's language host for ${host.label} ${host.version} with Go, once for this user: ${host.minutes}`,
    );
    return build(host, host.command, folder, scratch);
  };
}

async function build(
  module: GoModule,
  command: string,
  folder: string,
  scratch: string,
): Promise<string | undefined> {
  const version = `github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${cliVersion}`;
  const target = join(folder, command.slice(command.lastIndexOf("/") + 1));
  const path = `${module.path}/${command}`;
  const { code, output } = await run(
    `building ${path}`,
    ["go", "build", "-ldflags", `-s -w -X ${version}`, "-o", target, path],
    { cwd: module.folder, env: { ...goEnvironment, TMPDIR: scratch } },
  );
  return code === 0
    ? undefined
    : `go build ${path} failed:\n${output.trim().split("\n").slice(-10).join("\n")}`;
}

// Without cgo, no C compiler is needed. Neither GOFLAGS in the user's go env file nor a workspace may change what is built.
export const goEnvironment = { CGO_ENABLED: "0", GOFLAGS: "-mod=readonly -buildvcs=false", GOWORK: "off" };

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
