// A scratch Pulumi project, laid out as a user of the installed package would have it.
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

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

export function writeProject(folder: string, name: string, typescript: boolean): void {
  const main = typescript ? "index.ts" : "index.js";
  const runtime = { name: "nodejs", options: { typescript } };
  write(folder, "Pulumi.yaml", { name, runtime, main });
  write(folder, "package.json", { name, private: true, dependencies: { "pulumi-model-connections": "*" } });
  if (typescript) write(folder, "tsconfig.json", tsconfig);
  mkdirSync(join(folder, "node_modules/@pulumi"), { recursive: true });
  symlinkSync(repository, join(folder, "node_modules/pulumi-model-connections"));
  symlinkSync(join(repository, "node_modules/@pulumi/pulumi"), join(folder, "node_modules/@pulumi/pulumi"));
}

export function writeProgram(folder: string, text: string, typescript: boolean): void {
  writeFileSync(join(folder, typescript ? "index.ts" : "index.js"), text);
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
