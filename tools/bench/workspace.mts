// A workspace: some connections of one subject, with a project folder, a state and an emulator of their own.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { startEmulator, type Emulator, type EmulatorOptions } from "pulumi-model-connections/emulator";
import { killInside } from "../processes.mts";
import { fleet, type Wanted } from "./fleet.mts";
import { measured, type Command, type Cost } from "./measured.mts";
import { pulumi } from "./pulumi.mts";
import { rotatedOf, type Operation, type SubjectName } from "./subjects.mts";
import { tofu } from "./tofu.mts";

export interface Workspace {
  readonly emulator: Emulator;
  /** @param env added to the command's environment */
  readonly run: (operation: Operation, env?: NodeJS.ProcessEnv) => Promise<Cost>;
  /** The connections in the state. */
  readonly connections: () => unknown[];
  readonly close: () => Promise<void>;
}

/** How a subject runs in a folder, which has `state/`. */
export interface Tool extends Pick<Workspace, "connections"> {
  readonly env: NodeJS.ProcessEnv;
  /** Writes the connections into the folder. By default `fleet.json`, which the programs read. */
  readonly declare?: (wanted: readonly Wanted[]) => void;
  readonly prepare?: Command;
  readonly up: Command;
  readonly refresh: Command;
  readonly destroy: Command;
}

export type Open = (subject: SubjectName, size: number, platform?: EmulatorOptions) => Promise<Workspace>;

export function opener(scratch: string, bins: readonly string[]): Open {
  const path = [...bins, dirname(process.execPath), "/usr/bin", "/bin"].join(delimiter);
  return async (subject, size, platform) => {
    const emulator = await startEmulator(platform);
    const folder = mkdtempSync(join(scratch, "workspace-"));
    for (const name of ["home", "tmp", "state"]) mkdirSync(join(folder, name));
    const tool = subject === "OpenTofu" ? tofu(folder, emulator) : pulumi(subject, folder, emulator);
    // Nothing from the developer's environment.
    const env = { PATH: path, HOME: join(folder, "home"), TMPDIR: join(folder, "tmp"), ...tool.env };
    const toFile = (wanted: readonly Wanted[]) =>
      writeFileSync(join(folder, "fleet.json"), JSON.stringify(wanted));
    const declare = tool.declare ?? toFile;
    declare(fleet(size, 0));
    if (tool.prepare) await measured(tool.prepare, folder, env);
    return {
      emulator,
      connections: tool.connections,
      run: (operation, extra) => {
        if (operation === "rotation") declare(fleet(size, rotatedOf(size)));
        // As in a pipeline: Pulumi's SDK would keep a compiled TypeScript program there.
        rmSync(env.TMPDIR, { recursive: true });
        mkdirSync(env.TMPDIR);
        const command = operation === "refresh" || operation === "destroy" ? operation : "up";
        return measured(tool[command], folder, { ...env, ...extra });
      },
      close: () => {
        discard(folder);
        return emulator.stop();
      },
    };
  };
}

export function discard(folder: string): void {
  killInside(folder);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}
