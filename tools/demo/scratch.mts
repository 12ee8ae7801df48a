// The demo's own folder: a copy of the root project with the quickstart, a state backend, and a home for the CLI.
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cliVariables } from "../pulumi-cli/environment.mts";
import { coloured } from "./screen.mts";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const program = "examples/quickstart";

export interface Scratch {
  readonly project: string;
  readonly backend: string;
  /** Commands that make another terminal run pulumi on the demo's stack. */
  readonly otherTerminal: string[];
  readonly env: NodeJS.ProcessEnv;
  readonly remove: () => void;
}

export function openScratch(cliBin: string): Scratch {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "model-connections-demo-"));
  const [project, backend, home, tmp] = [
    join(folder, "project"),
    join(folder, "backend"),
    join(folder, "home"),
    join(folder, "tmp"),
  ];
  for (const each of [backend, home, tmp]) mkdirSync(each);
  // A copy, because `pulumi stack init` writes the stack's settings beside Pulumi.yaml, where the user's own may be.
  for (const path of ["Pulumi.yaml", program])
    cpSync(join(repository, path), join(project, path), { recursive: true });
  symlinkSync(join(repository, "node_modules"), join(project, "node_modules"));
  const path = [cliBin, dirname(process.execPath)].join(delimiter);
  const variables = cliVariables(home, `file://${backend}`);
  return {
    project,
    backend,
    otherTerminal: [
      `cd ${project}`,
      `export PATH=${path}${delimiter}$PATH`,
      ...Object.entries(variables).map(([name, value]) => `export ${name}=${value}`),
    ],
    env: {
      ...withoutOwnSettings(),
      ...variables,
      PATH: `${path}${delimiter}${process.env["PATH"] ?? ""}`,
      TMPDIR: tmp,
      PULUMI_OPTION_COLOR: coloured ? "always" : "never",
    },
    // A process that is about to exit may still write into it.
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }),
  };
}

/** The user's accounts, stacks and platforms must stay untouched. */
function withoutOwnSettings(): NodeJS.ProcessEnv {
  const own = /^(PULUMI_|MODEL_CONNECTIONS_)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
}
