// A scratch Pulumi project, laid out as a user of the installed package would have it, and the environment of its engine.
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { nativeType } from "./event-log";
import { runFolder } from "./run-folder";

const repository = join(__dirname, "../..");

export interface Folders {
  /** Contains all of the others. */
  root: string;
  project: string;
  home: string;
  tmp: string;
  events: string;
}

export function layOut(root: string): Folders {
  const inside = (name: string) => join(root, name);
  const folders = {
    project: inside("p"),
    home: inside("home"),
    tmp: inside("tmp"),
    events: inside("events"),
  };
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true });
  return { root, ...folders };
}

/** What runs the program: Node.js with the dynamic provider, or YAML with the native one. */
export type Runtime = "javascript" | "typescript" | "yaml";

/** A project in which programs of every runtime can run, one after the other. */
export function writeProject(folder: string, name: string): void {
  write(folder, "package.json", { name, private: true, dependencies: { "pulumi-model-connections": "*" } });
  mkdirSync(join(folder, "node_modules/@pulumi"), { recursive: true });
  symlinkSync(repository, join(folder, "node_modules/pulumi-model-connections"));
  symlinkSync(join(repository, "node_modules/@pulumi/pulumi"), join(folder, "node_modules/@pulumi/pulumi"));
  installPlugin(folder);
}

/** Pulumi.yaml. For a program that uses the native provider, it says where the npm bin is. */
export function writeManifest(folder: string, name: string, runtime: Runtime, program: string): void {
  const plugins = { providers: [{ name: "model-connections", path: BIN }] };
  const isNative = runtime === "yaml" || program.includes(nativeType);
  const options = { typescript: runtime === "typescript" };
  const nodejs = { runtime: { name: "nodejs", options }, main: PROGRAMS[runtime] };
  write(folder, "Pulumi.yaml", {
    name,
    ...(runtime === "yaml" ? { runtime } : nodejs),
    ...(isNative && { plugins }),
  });
  if (runtime === "typescript") write(folder, "tsconfig.json", tsconfig);
}

const BIN = "node_modules/.bin";

/** The npm bin, as an installation has it. */
function installPlugin(folder: string): void {
  mkdirSync(join(folder, BIN), { recursive: true });
  const bin = join(folder, BIN, "pulumi-resource-model-connections");
  symlinkSync(join(repository, "dist/provider/plugin/main.js"), bin);
}

const PROGRAMS = { javascript: "index.js", typescript: "index.ts", yaml: "Main.yaml" };

export function writeProgram(folder: string, text: string, kind: Runtime): void {
  writeFileSync(join(folder, PROGRAMS[kind]), text);
}

/** The complete environment: nothing of the developer's own Pulumi, account or settings reaches the engine. */
export function hermetic(folders: Folders, backend: string): Record<string, string> {
  return {
    PATH: [cliBin(), yamlHostBin(), dirname(process.execPath), "/usr/bin", "/bin"].join(delimiter),
    HOME: folders.home,
    TMPDIR: folders.tmp,
    PULUMI_HOME: join(folders.home, ".pulumi"),
    PULUMI_BACKEND_URL: isUrl(backend) ? backend : `file://${backend}`,
    PULUMI_CONFIG_PASSPHRASE: "scratch",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    // The event log is one of the engine's debugging flags.
    PULUMI_DEBUG_COMMANDS: "true",
    // Every command starts two Node processes that load the same SDK; this saves each a quarter of a second.
    NODE_COMPILE_CACHE: join(runFolder(), "compile-cache"),
  };
}

export function cliBin(): string {
  return folderOf("PULUMI_CLI_BIN");
}

function yamlHostBin(): string {
  return folderOf("PULUMI_YAML_HOST_BIN");
}

function folderOf(variable: string): string {
  const bin = process.env[variable];
  if (!bin) throw new Error("test/support/setup.ts has not run: use `npm run test:engine`.");
  return bin;
}

export function isUrl(backend: string): boolean {
  return backend.includes("://");
}

/** The compiler options of Pulumi's template: https://github.com/pulumi/templates/blob/master/typescript/tsconfig.json */
export const template = {
  strict: true,
  outDir: "bin",
  target: "es2020",
  module: "commonjs",
  moduleResolution: "node",
  sourceMap: true,
  experimentalDecorators: true,
  pretty: true,
  noFallthroughCasesInSwitch: true,
  noImplicitReturns: true,
  forceConsistentCasingInFileNames: true,
};

const tsconfig = {
  compilerOptions: { strict: true, target: "es2022", module: "nodenext", moduleResolution: "nodenext" },
  files: ["index.ts"],
};

// JSON is valid YAML.
function write(folder: string, name: string, content: object) {
  writeFileSync(join(folder, name), `${JSON.stringify(content, undefined, 2)}\n`);
}
