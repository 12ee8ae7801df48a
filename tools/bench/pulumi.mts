// A subject that is a Pulumi program.
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Emulator } from "pulumi-model-connections/emulator";
import { programs } from "./programs.mts";
import type { PulumiSubject } from "./subjects.mts";
import type { Tool } from "./workspace.mts";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const unattended = ["--yes", "--skip-preview", "--non-interactive", "--color", "never"];

export function pulumi(subject: PulumiSubject, folder: string, { host, apiKey }: Emulator): Tool {
  const { manifest, files, textOf } = programs[subject];
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write("Pulumi.yaml", JSON.stringify({ name: "bench", ...manifest }));
  write("package.json", JSON.stringify({ name: "bench", private: true }));
  for (const [name, text] of Object.entries(files)) write(name, text);
  install(folder);
  return {
    ...(textOf && { declare: (wanted) => write("Main.yaml", textOf(wanted)) }),
    env: {
      PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "bench",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      MODEL_CONNECTIONS_HOST: host,
      MODEL_CONNECTIONS_API_KEY: apiKey,
    },
    prepare: ["pulumi", "stack", "init", "bench"],
    up: ["pulumi", "up", ...unattended],
    refresh: ["pulumi", "refresh", ...unattended],
    destroy: ["pulumi", "destroy", ...unattended],
    connections: () => connectionsIn(join(folder, "state/.pulumi/stacks/bench/bench.json")),
  };
}

/** As npm would: the package, its SDK and its bin. */
function install(folder: string): void {
  const modules = join(folder, "node_modules");
  for (const name of [".bin", "@pulumi", "@types"]) mkdirSync(join(modules, name), { recursive: true });
  symlinkSync(repository, join(modules, "pulumi-model-connections"));
  for (const name of ["@pulumi/pulumi", "@types/node"])
    symlinkSync(join(repository, "node_modules", name), join(modules, name));
  const bin = "pulumi-resource-model-connections";
  symlinkSync(join(repository, "dist/provider/plugin/main.js"), join(modules, ".bin", bin));
}

interface State {
  checkpoint: { latest: { resources?: { type: string; custom: boolean }[] } | null };
}

function connectionsIn(file: string): unknown[] {
  const { checkpoint } = JSON.parse(readFileSync(file, "utf8")) as State;
  const resources = checkpoint.latest?.resources ?? [];
  return resources.filter(({ type, custom }) => custom && !type.startsWith("pulumi:providers:"));
}
