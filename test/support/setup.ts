// Before all engine tests: finds a Pulumi CLI with its language host for YAML, and creates the folder of this run's scratch projects.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { closeRun, openRun } from "./run-folder";

export default function setup(): void {
  const tool = join(__dirname, "../../tools/pulumi-cli.mts");
  const folder = (...options: string[]) =>
    execFileSync(process.execPath, [tool, ...options], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    }).trim();
  process.env["PULUMI_CLI_BIN"] = folder();
  process.env["PULUMI_YAML_HOST_BIN"] = folder("--yaml");
  process.env["ENGINE_RUN_FOLDER"] = openRun();
  // Jest's workers are children of this process and can't clean up after Ctrl-C.
  process.on("exit", closeRun);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => {
      closeRun();
      process.kill(process.pid, signal);
    });
  }
}
