// A Pulumi stack of one of the benchmark's programs.
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Emulator } from "../../emulator/index.ts";
import { fleet } from "./fleet.mts";
import { measured, type Command } from "./measured.mts";
import { projectOf, type Language, type Program } from "./programs.mts";
import { openScratch } from "./scratch.mts";
import { rotatedOf, type Estate, type Operation } from "./subject.mts";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const unattended = ["--yes", "--skip-preview", "--non-interactive", "--color", "never"];
const commands: Record<Operation, string> = {
  "first up": "up",
  "no-change up": "up",
  refresh: "refresh",
  rotation: "up",
  destroy: "destroy",
};

export interface PulumiOptions {
  /** A URL. @default files in a scratch folder */
  readonly backend?: string;
  /** @default "JavaScript" */
  readonly language?: Language;
}

export async function openPulumi(
  bin: string,
  program: Program,
  size: number,
  emulator: Emulator,
  { backend, language = "JavaScript" }: PulumiOptions = {},
): Promise<Estate> {
  const { project, state, env: ownEnv, remove } = openScratch(bin);
  layOut(project, projectOf(program, language));
  const fixed = {
    ...ownEnv,
    PULUMI_HOME: join(project, ".pulumi-home"),
    PULUMI_BACKEND_URL: backend ?? `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE: "bench",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    MODEL_CONNECTIONS_HOST: emulator.host,
    MODEL_CONNECTIONS_API_KEY: emulator.apiKey,
  };
  const declare = (rotated: number) =>
    writeFileSync(join(project, "fleet.json"), JSON.stringify(fleet(size, rotated)));
  declare(0);
  const pulumi = (args: string[], env: Record<string, string> = {}, isAnswer?: Command["isAnswer"]) =>
    measured({
      args: ["pulumi", ...args],
      cwd: project,
      env: { ...fixed, ...env },
      ...(isAnswer && { isAnswer }),
    });
  await pulumi(["stack", "init", "bench"]);
  const stateText = () => readFileSync(join(state, ".pulumi/stacks/bench/bench.json"), "utf8");
  return {
    emulator,
    run: (operation, env) => {
      if (operation === "rotation") declare(rotatedOf(size));
      return pulumi([commands[operation], ...unattended], env);
    },
    findsDrift: async () => {
      const look = ["preview", "--refresh", "--expect-no-changes", "--non-interactive"];
      return (await pulumi(look, {}, (_, output) => output.includes("no changes were expected"))).code !== 0;
    },
    stateText,
    stateOfEach: () => connectionsIn(stateText()),
    close: async () => {
      remove();
      await emulator.stop();
    },
  };
}

function connectionsIn(text: string): string[] {
  const { checkpoint } = JSON.parse(text) as {
    checkpoint: { latest: { resources?: { type: string }[] } | null };
  };
  return (checkpoint.latest?.resources ?? [])
    .filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic"))
    .map((resource) => JSON.stringify(resource));
}

function layOut(project: string, files: Record<string, string>): void {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(project, name), content);
  link(project, "pulumi-model-connections", repository);
  for (const name of ["@pulumi/pulumi", "@types/node", "typescript"])
    link(project, name, join(repository, "node_modules", name));
}

function link(project: string, name: string, target: string): void {
  const path = join(project, "node_modules", name);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}
