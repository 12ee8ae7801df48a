// OpenTofu with its generic REST provider. The benchmark installs neither.
import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Emulator } from "pulumi-model-connections/emulator";
import type { Tool } from "./workspace.mts";

const unattended = ["-auto-approve", "-input=false", "-no-color"];

/** The folders of both programs on PATH, or undefined if one is missing. */
export function tofuOnPath(): { tofu: string; provider: string } | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const folderOf = (program: string) => folders.find((folder) => existsSync(join(folder, program)));
  const [tofu, provider] = [folderOf("tofu"), folderOf("terraform-provider-restapi")];
  return tofu === undefined || provider === undefined ? undefined : { tofu, provider };
}

export function tofu(folder: string, { host, apiKey }: Emulator): Tool {
  copyFileSync(fileURLToPath(new URL("programs/main.tf", import.meta.url)), join(folder, "main.tf"));
  const settings = join(folder, "tofu.rc");
  // The provider comes from its folder, not from a registry.
  const provider = `dev_overrides { "Mastercard/restapi" = "${tofuOnPath()?.provider ?? ""}" }`;
  writeFileSync(settings, `provider_installation {\n  ${provider}\n  direct {}\n}\n`);
  const state = () => JSON.parse(readFileSync(join(folder, "terraform.tfstate"), "utf8")) as State;
  return {
    env: { TF_CLI_CONFIG_FILE: settings, TF_VAR_host: host, TF_VAR_platform_key: apiKey },
    up: ["tofu", "apply", ...unattended],
    refresh: ["tofu", "apply", "-refresh-only", ...unattended],
    destroy: ["tofu", "destroy", ...unattended],
    connections: () => state().resources.flatMap(({ instances }) => instances),
  };
}

interface State {
  resources: { instances: unknown[] }[];
}
