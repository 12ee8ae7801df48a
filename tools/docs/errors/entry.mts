// A text of the package on the page of errors: brought about by the code itself, with why it comes and what to do.
import type { EmulatorOptions } from "../../../dist/emulator/index.js";
import type { Stage } from "./stage.mts";

export type Bring = (stage: Stage) => unknown;

export interface Entry {
  /** Makes the code say it; several ways where the texts differ in their details alone. */
  readonly bring: Bring | readonly Bring[];
  readonly why: string;
  readonly remedy: string;
  /** The platform that it takes. */
  readonly platform?: EmulatorOptions;
}

export interface Chapter {
  readonly title: string;
  readonly intro?: string;
  readonly entries: readonly Entry[];
}
