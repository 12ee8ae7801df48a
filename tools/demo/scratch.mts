// The demo's own folder: a copy of the root project with the quickstart, a state backend, and a home for the CLI.
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { coloured } from "./screen.mts";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const program = "examples/quickstart";

export interface Scratch {
  readonly folder: string;
  readonly project: string;
  readonly backend: string;
  /** The lines that make another terminal run pulumi on the demo's stack. */
  readonly typeAlong: string[];
  readonly env: NodeJS.ProcessEnv;
  readonly remove: () => void;
}

/** A copy, since `pulumi stack init` writes the stack's settings beside Pulumi.yaml, where yours may be. */
export function openScratch(cliBin: string): Scratch {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "model-connections-demo-"));
  const inside = (name: string) => join(folder, name);
  const [project, backend, home, tmp] = ["project", "backend", "home", "tmp"].map(inside) as Four;
  for (const each of [backend, home, tmp]) mkdirSync(each);
  cpSync(join(repository, "Pulumi.yaml"), join(project, "Pulumi.yaml"));
  cpSync(join(repository, program), join(project, program), { recursive: true });
  symlinkSync(join(repository, "node_modules"), join(project, "node_modules"));

  const path = [cliBin, dirname(process.execPath)];
  const settings = {
    PULUMI_HOME: home,
    PULUMI_BACKEND_URL: `file://${backend}`,
    PULUMI_CONFIG_PASSPHRASE: "demo",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
  return {
    folder,
    project,
    backend,
    typeAlong: [
      `cd ${project}`,
      `export PATH=${path.join(delimiter)}${delimiter}$PATH`,
      ...Object.entries(settings).map(([name, value]) => `export ${name}=${value}`),
    ],
    env: {
      ...withoutOwnSettings(),
      ...settings,
      PATH: [...path, process.env["PATH"] ?? ""].join(delimiter),
      TMPDIR: tmp,
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_OPTION_COLOR: coloured ? "always" : "never",
    },
    // A process on its way out may still write into it.
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }),
  };
}

type Four = [string, string, string, string];

/** Whoever runs the demo has accounts, stacks and platforms that it must not touch. */
function withoutOwnSettings(): NodeJS.ProcessEnv {
  const own = /^(PULUMI_|MODEL_CONNECTIONS_)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
}
