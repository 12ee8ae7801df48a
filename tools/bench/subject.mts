// What the benchmark compares, and what it asks of each.
import type { Emulator } from "../../emulator/index.ts";
import type { Measured } from "./measured.mts";

export const operations = ["first up", "no-change up", "refresh", "rotation", "destroy"] as const;
export type Operation = (typeof operations)[number];

export const subjectNames = ["ours", "floor", "by hand", "OpenTofu", "empty"] as const;
export type SubjectName = (typeof subjectNames)[number];

/** For the environment of a run: the engine writes its state once, at the end. */
export const withoutCheckpoints = { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" };

/** For the environment of a run with the engine's checkpoints, or without. */
export function environment(checkpoints: boolean): Record<string, string> {
  return checkpoints ? {} : withoutCheckpoints;
}

/** In words, for the legend. */
export const titles: Record<SubjectName, string> = {
  ours: "this package",
  floor: "a no-op pulumi.dynamic.Resource, no HTTP",
  "by hand": "a dynamic provider as one writes it: fetch, plain keys, all in its closure",
  OpenTofu: "OpenTofu with the generic REST provider",
  empty: "an empty Pulumi program",
};

/** Some connections of one subject, on an emulator of their own, with a state of their own. */
export interface Estate {
  readonly emulator: Emulator;
  /** @param env added to the command's environment */
  run(operation: Operation, env?: Record<string, string>): Promise<Measured>;
  /** Whether a look at everything finds something that isn't as declared. */
  findsDrift(): Promise<boolean>;
  /** The state as it is stored. */
  stateText(): string;
  /** Each connection's part of it, without the spaces that its store puts between. */
  stateOfEach(): string[];
  close(): Promise<void>;
}

export type Open = (size: number, emulator: Emulator) => Promise<Estate>;

/** A tenth, and at least one. */
export function rotatedOf(size: number): number {
  return Math.ceil(size / 10);
}
