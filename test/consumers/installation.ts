// A project on the real engine whose packages a package manager has installed: from the packed file and from the registry.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { cliBin } from "../support/project";
import { runFolder } from "../support/run-folder";
import type { EngineStack } from "../support/stack";

/** The managers by themselves, each as npm's own launcher brings it. */
const MANAGERS = {
  npm: ["npm", "install", "--no-audit", "--no-fund"],
  pnpm: ["npm", "exec", "--yes", "--package=pnpm@12.21.0", "--", "pnpm", "install", "--ignore-scripts"],
  yarn: ["npm", "exec", "--yes", "--package=@yarnpkg/cli-dist@4.18.1", "--", "yarn", "install"],
} as const;
export type Manager = keyof typeof MANAGERS;

/** The other Node of the two that are tested with: 24 runs the tests. */
const NODE_22 = "22.23.3";
export type NodeMajor = 22 | 24;

export type Manifest = Record<string, unknown> & { dependencies: Record<string, string> };

/** As in a user's shell: `npm run` passes this repository's own settings of npm to what it starts. */
export function userEnvironment(): NodeJS.ProcessEnv {
  const isOfUser = ([name]: [string, unknown]) => !/^npm_(?!config_(registry|cache)$)/i.test(name);
  return Object.fromEntries(Object.entries(process.env).filter(isOfUser));
}

/** Writes the manifest, puts real packages in the place of the harness's links, and lets the engine run on this Node. */
export function install(stack: EngineStack, manager: Manager, node: NodeMajor, manifest: Manifest): void {
  writeJson(stack.folder, "package.json", manifest);
  rmSync(join(stack.folder, "node_modules"), { recursive: true });
  // A lock file of its own ends yarn's search for the root of a workspace; immutable is its default under CI.
  if (manager === "yarn") {
    writeFileSync(join(stack.folder, "yarn.lock"), "");
    writeFileSync(
      join(stack.folder, ".yarnrc.yml"),
      "nodeLinker: node-modules\nenableScripts: false\nenableImmutableInstalls: false\n",
    );
  }
  const [command, ...args] = MANAGERS[manager];
  run(command, args, stack.folder);
  stack.env["PATH"] = [cliBin(), nodeBin(node), "/usr/bin", "/bin"].join(delimiter);
}

/** What the project's own compiler says, on the project's own Node. */
export function compile(stack: EngineStack): string {
  try {
    const tsc = join(stack.folder, "node_modules/typescript/bin/tsc");
    return execFileSync("node", [tsc, "--noEmit", "--pretty", "false"], {
      cwd: stack.folder,
      encoding: "utf8",
      env: { PATH: stack.env["PATH"] },
    });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

export function writeJson(folder: string, name: string, content: object): void {
  writeFileSync(join(folder, name), `${JSON.stringify(content, undefined, 2)}\n`);
}

const node24 = dirname(process.execPath);
let node22: string | undefined;

/** The folder of a Node of this major. */
function nodeBin(major: NodeMajor): string {
  return major === 24 ? node24 : (node22 ??= installNode22());
}

function installNode22(): string {
  const folder = mkdtempSync(join(runFolder(), "node-22-"));
  writeJson(folder, "package.json", {
    private: true,
    allowScripts: { node: true },
    dependencies: { node: NODE_22 },
  });
  run("npm", ["install", "--no-audit", "--no-fund"], folder);
  return join(folder, "node_modules/node/bin");
}

function run(command: string, args: readonly string[], cwd: string): void {
  try {
    execFileSync(command, args, { cwd, encoding: "utf8", env: userEnvironment(), stdio: "pipe" });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${command} ${args.join(" ")} failed:\n${stdout}${stderr}`, { cause: error });
  }
}
