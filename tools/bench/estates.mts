// Opens an estate of any subject that this machine can run.
import type { EmulatorOptions, startEmulator as Start } from "../../emulator/index.ts";
import { pulumiBin } from "../pulumi-cli.mts";
import type { Program } from "./programs.mts";
import { openPulumi, type PulumiOptions } from "./pulumi-estate.mts";
import type { Estate, SubjectName } from "./subject.mts";
import { openTofu } from "./tofu-estate.mts";
import { tofuBin } from "./tofu-programs.mts";

const built = new URL("../../dist/emulator/index.js", import.meta.url).href;
const { startEmulator } = (await import(built)) as { startEmulator: typeof Start };

const programs: Partial<Record<SubjectName, Program>> = {
  ours: "ours",
  floor: "floor",
  "by hand": "by-hand",
  empty: "empty",
};

export interface EstateOptions extends PulumiOptions {
  readonly platform?: EmulatorOptions;
}

export type OpenEstate = (subject: SubjectName, size: number, options?: EstateOptions) => Promise<Estate>;

/** @param wanted the subjects that will be opened; those that can't be are given back with the reason */
export async function findEstates(
  wanted: readonly SubjectName[],
): Promise<{ open: OpenEstate; missing: Partial<Record<SubjectName, string>> }> {
  const pulumi = await pulumiBin();
  const tofu = wanted.includes("OpenTofu") ? await tofuBin() : { reason: "it was not asked for" };
  const open: OpenEstate = async (subject, size, { platform = {}, ...options } = {}) => {
    const emulator = await startEmulator(platform);
    const program = programs[subject];
    if (program !== undefined) return openPulumi(pulumi, program, size, emulator, options);
    if ("bin" in tofu) return openTofu(tofu.bin, size, emulator);
    throw new Error(`OpenTofu can't be run: ${tofu.reason}.`);
  };
  return { open, missing: "bin" in tofu ? {} : { OpenTofu: tofu.reason } };
}
