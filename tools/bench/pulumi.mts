// A subject that is a Pulumi program.
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Emulator } from "pulumi-model-connections/emulator";
import { javaScript } from "./programs.mts";
import type { PulumiSubject } from "./subjects.mts";
import type { Tool } from "./workspace.mts";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const unattended = ["--yes", "--skip-preview", "--non-interactive", "--color", "never"];

export function pulumi(subject: PulumiSubject, folder: string, { host, apiKey }: Emulator): Tool {
  const runtime = { name: "nodejs", options: { typescript: false } };
  writeFileSync(join(folder, "Pulumi.yaml"), JSON.stringify({ name: "bench", runtime, main: "index.js" }));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "bench", private: true }));
  writeFileSync(join(folder, "index.js"), javaScript(subject));
  mkdirSync(join(folder, "node_modules/@pulumi"), { recursive: true });
  symlinkSync(repository, join(folder, "node_modules/pulumi-model-connections"));
  symlinkSync(join(repository, "node_modules/@pulumi/pulumi"), join(folder, "node_modules/@pulumi/pulumi"));
  return {
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

interface State {
  checkpoint: { latest: { resources?: { type: string; custom: boolean }[] } | null };
}

function connectionsIn(file: string): unknown[] {
  const { checkpoint } = JSON.parse(readFileSync(file, "utf8")) as State;
  const resources = checkpoint.latest?.resources ?? [];
  return resources.filter(({ type, custom }) => custom && !type.startsWith("pulumi:providers:"));
}
