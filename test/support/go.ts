// Go programs for the native provider: the generated SDK, a scratch stack that has both, and Go's own environment.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { cliBin } from "./project";
import { runFolder } from "./run-folder";
import { EngineStack, type StackOptions } from "./stack";

const repository = join(__dirname, "../..");
const tools = join(repository, "tools");
const example = join(repository, "examples/go-quickstart");

/** A folder that has the SDKs `go` and `python`. Go's cache then has them and Pulumi's SDK. */
export function generateSdks(): string {
  const folder = mkdtempSync(join(runFolder(), "sdks-"));
  print(process.execPath, join(tools, "sdks.mts"), folder, "--generate-only");
  compile(folder);
  return folder;
}

/** With an empty cache this takes minutes, and on a busy machine longer than any limit of a command of a stack. */
function compile(sdks: string): void {
  const project = mkdtempSync(join(runFolder(), "go-"));
  putGoProject(project, sdks);
  cpSync(join(example, "main.go"), join(project, "main.go"));
  execFileSync("go", ["build", "-o", join(project, "program"), "."], {
    ...{ cwd: project, env: { ...process.env, ...goEnvironment() } },
    stdio: ["ignore", "ignore", "inherit"],
  });
}

/** Compiling and linking a program. */
const BUILD_LIMIT = 240_000;

/** @param sdks as `generateSdks` returns it */
export async function goStack(
  sdks: string,
  platform: { host: string; apiKey: string },
  program: string,
  options: Partial<StackOptions> = {},
): Promise<EngineStack> {
  const stack = await EngineStack.on(platform, "", { runtime: "yaml", timeoutMs: BUILD_LIMIT, ...options });
  Object.assign(stack.env, goEnvironment());
  putGoProject(stack.folder, sdks);
  writeFileSync(join(stack.folder, "main.go"), program);
  writeFileSync(join(stack.folder, "Pulumi.yaml"), manifest(stack.project));
  return stack;
}

/** The example's pins, and the SDK where `pulumi package add` puts it. */
export function putGoProject(folder: string, sdks: string): void {
  for (const file of ["go.mod", "go.sum"]) cpSync(join(example, file), join(folder, file));
  cpSync(join(sdks, "go"), join(folder, "sdks/model-connections"), { recursive: true });
}

/** Without folders and debug information in what is built, scratch projects share Go's cache, and link faster. */
export function goEnvironment(): Record<string, string> {
  const names = ["GOPATH", "GOMODCACHE", "GOCACHE", "GOPROXY", "GOSUMDB"];
  const values = print("go", "env", ...names).split("\n");
  const host = print(process.execPath, join(tools, "pulumi-cli.mts"), "--go");
  const go = join(print("go", "env", "GOROOT"), "bin");
  return {
    ...Object.fromEntries(names.map((name, index) => [name, values[index] ?? ""])),
    ...{ CGO_ENABLED: "0", GOFLAGS: "-mod=readonly -buildvcs=false -trimpath -ldflags=-w", GOWORK: "off" },
    PATH: [cliBin(), host, dirname(process.execPath), go, "/usr/bin", "/bin"].join(delimiter),
  };
}

function manifest(name: string): string {
  return `name: ${name}
runtime: go
plugins:
  providers:
    - name: model-connections
      path: node_modules/.bin
`;
}

function print(command: string, ...args: string[]): string {
  return execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }).trim();
}
