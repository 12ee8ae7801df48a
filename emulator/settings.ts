// What an emulator runs with: the rules and defaults of its options, and its two keys.
import { randomBytes } from "node:crypto";
import { z } from "zod";
import { BadOptionError } from "./errors";
import { explain } from "./invalid";
import { maskStyles } from "./masks";
import type { EmulatorOptions } from "./options";

// Two platform keys that a log or a diff shows for what they are.
const platformKey = z.string().regex(/^[\x21-\x7e]+$/, "must be printable ASCII without blanks");
const randomKey = (kind: string): string => `emu-${kind}-${randomBytes(16).toString("hex")}`;

const whole = (least: number, most: number) =>
  z.int("must be a whole number").min(least, `must be ${least} or more`).max(most, `must be ${most} or less`);

const optionRules = z.strictObject({
  port: whole(0, 65_535).default(0),
  stateFile: z.string().min(1, "must not be empty").optional(),
  apiKey: platformKey.optional(),
  viewOnlyKey: platformKey.optional(),
  maskStyle: z.enum(maskStyles).default("reference"),
  uniqueNames: z.boolean().default(true),
  uniqueKeys: z.boolean().default(true),
  defaultLimit: whole(1, 1_000_000).optional(),
  requestsPerSecond: z.number("must be a number").positive("must be more than 0").optional(),
  readLag: whole(0, 1_000_000).default(0),
} satisfies Record<keyof EmulatorOptions, z.ZodType>);
export type Settings = z.output<typeof optionRules>;

/** Fills in defaults, or throws one sentence on all that is wrong. */
export function settle(options: EmulatorOptions): Settings {
  const parsed = optionRules.safeParse(options);
  if (!parsed.success) throw new BadOptionError(explain(parsed.error));
  return parsed.data;
}

/** The two keys the platform knows. */
export interface PlatformKeys {
  readonly apiKey: string;
  readonly viewOnlyKey: string;
}

/** Given keys win over saved ones, saved ones over random ones. */
export const platformKeys = (settings: Settings, saved: PlatformKeys | undefined): PlatformKeys => ({
  apiKey: settings.apiKey ?? saved?.apiKey ?? randomKey("full"),
  viewOnlyKey: settings.viewOnlyKey ?? saved?.viewOnlyKey ?? randomKey("view"),
});
