// The same connections under OpenTofu, by its generic REST provider.
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Emulator } from "../../emulator/index.ts";
import { fleet, type Wanted } from "./fleet.mts";
import { measured, type Command } from "./measured.mts";
import { openScratch } from "./scratch.mts";
import { rotatedOf, type Estate, type Operation } from "./subject.mts";

const unattended = ["-auto-approve", "-input=false", "-no-color"];
const commands: Record<Operation, string[]> = {
  "first up": ["apply"],
  "no-change up": ["apply"],
  refresh: ["apply", "-refresh-only"],
  rotation: ["apply"],
  destroy: ["destroy"],
};

// eslint-disable-next-line @typescript-eslint/require-await -- as the others are opened
export async function openTofu(bin: string, size: number, emulator: Emulator): Promise<Estate> {
  const { project, env, remove } = openScratch(bin);
  copyFileSync(fileURLToPath(new URL("./programs/main.tf", import.meta.url)), join(project, "main.tf"));
  const settings = join(project, "tofu.rc");
  // Taken from the folder: there is no registry to ask.
  writeFileSync(
    settings,
    `provider_installation {\n  dev_overrides { "Mastercard/restapi" = "${bin}" }\n  direct {}\n}\n`,
  );
  const declare = (rotated: number) =>
    writeFileSync(join(project, "terraform.tfvars.json"), JSON.stringify(variables(size, rotated, emulator)));
  declare(0);
  const tofu = (args: string[], extra: Record<string, string> = {}, isAnswer?: Command["isAnswer"]) =>
    measured({
      args: ["tofu", ...args],
      cwd: project,
      env: { ...env, TF_CLI_CONFIG_FILE: settings, CHECKPOINT_DISABLE: "1", ...extra },
      ...(isAnswer && { isAnswer }),
    });
  const stateText = () => readFileSync(join(project, "terraform.tfstate"), "utf8");
  return {
    emulator,
    run: (operation, extra) => {
      if (operation === "rotation") declare(rotatedOf(size));
      return tofu([...commands[operation], ...unattended], extra);
    },
    findsDrift: async () => {
      const look = ["plan", "-detailed-exitcode", "-input=false", "-no-color"];
      return (await tofu(look, {}, (code) => code === 2)).code !== 0;
    },
    stateText,
    stateOfEach: () => instancesIn(stateText()),
    close: async () => {
      remove();
      await emulator.stop();
    },
  };
}

function variables(size: number, rotated: number, { host, apiKey }: Emulator): object {
  return { host, platform_key: apiKey, fleet: fleet(size, rotated).map(bodies) };
}

function bodies({ name, args, apiKey }: Wanted): { create: object; update: object } {
  const fields: Record<string, string> = { API_KEY: apiKey };
  if (args.provider === "Azure Open AI") {
    fields["api_version"] = args.apiVersion;
    fields["your_resource_name"] = args.resourceName;
    fields["deployment_id"] = args.deploymentId;
  }
  const { provider, model } = args;
  const easy = provider === "Open AI" ? {} : { modelType: "EASY_INTEGRATION" };
  const create = { provider, connectionName: `tofu-${name}`, model, ...easy, fields };
  return { create, update: { fields: { API_KEY: apiKey } } };
}

function instancesIn(text: string): string[] {
  const { resources } = JSON.parse(text) as { resources: { instances: unknown[] }[] };
  return resources.flatMap(({ instances }) => instances.map((instance) => JSON.stringify(instance)));
}
