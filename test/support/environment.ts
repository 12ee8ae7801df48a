// The complete environment of a scratch project's engine: nothing of the developer's own Pulumi, account or settings reaches it.
import { delimiter, dirname, join } from "node:path";
import type { Folders } from "./project";
import { runFolder } from "./run-folder";

export function hermetic(folders: Folders, backend: string): Record<string, string> {
  return {
    PATH: [cliBin(), dirname(process.execPath), "/usr/bin", "/bin"].join(delimiter),
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
  const bin = process.env["PULUMI_CLI_BIN"];
  if (!bin) throw new Error("test/support/setup.ts has not run: use `npm run test:engine`.");
  return bin;
}

export function isUrl(backend: string): boolean {
  return backend.includes("://");
}
