// Checks the options of an emulator, fills in their defaults, and chooses its two platform keys.
import { randomBytes } from "node:crypto";
import { z } from "zod";
import { maskStyles } from "./masks";
import type { EmulatorOptions } from "./options";
import { omittable } from "./responses";
import { BadOptionError } from "./start-errors";
import { describeProblems } from "./validation-errors";

const platformKey = z.string().regex(/^[\x21-\x7e]+$/, "must be printable ASCII without whitespace");
// In a log or a diff, the prefix shows that this is an emulator's key.
const randomKey = (kind: string): string => `emu-${kind}-${randomBytes(16).toString("hex")}`;

const integer = (least: number, most: number) =>
  z.int("must be a whole number").min(least, `must be ${least} or more`).max(most, `must be ${most} or less`);

const oneOf = <const T extends readonly (string | number)[]>(values: T) =>
  z.literal(values, `must be ${values.slice(0, -1).join(", ")} or ${values.at(-1) ?? ""}`);

const optionsSchema = z.strictObject({
  port: integer(0, 65_535).default(0),
  stateFile: z.string().min(1, "must not be empty").optional(),
  apiKey: platformKey.optional(),
  viewOnlyKey: platformKey.optional(),
  maskStyle: z.enum(maskStyles).default("reference"),
  uniqueNames: z.boolean().default(true),
  uniqueKeys: z.boolean().default(true),
  defaultLimit: integer(1, 1_000_000).optional(),
  requestsPerSecond: z.number("must be a number").positive("must be more than 0").optional(),
  readLag: integer(0, 1_000_000).default(0),
  canonicalForms: z.array(oneOf(["slash", "lowerCase", "prefix", "keyOrder"])).default([]),
  errorStyle: oneOf(["simple", "platform"]).default("simple"),
  duplicateStatus: oneOf([400, 409, 412]).default(409),
  largestLimit: integer(1, 1_000_000).optional(),
  largerLimit: oneOf(["fewer", "refused"]).default("fewer"),
  customApiModel: z.boolean().default(false),
  customApi: oneOf(["masked", "plaintext", "hidden", "unknown"]).default("masked"),
  omit: z.array(oneOf(omittable)).default([]),
} satisfies Record<keyof EmulatorOptions, z.ZodType>);

/** The options, checked and with their defaults. */
export type Settings = z.output<typeof optionsSchema>;

/** @throws BadOptionError that names every problem */
export function readOptions(options: EmulatorOptions): Settings {
  const parsed = optionsSchema.safeParse(options);
  if (!parsed.success) throw new BadOptionError(describeProblems(parsed.error));
  return parsed.data;
}

/** The two keys that the platform accepts. */
export interface PlatformKeys {
  readonly apiKey: string;
  readonly viewOnlyKey: string;
}

/** Keys in the options override saved ones; without either, they are random. */
export const platformKeys = (settings: Settings, saved: PlatformKeys | undefined): PlatformKeys => ({
  apiKey: settings.apiKey ?? saved?.apiKey ?? randomKey("full"),
  viewOnlyKey: settings.viewOnlyKey ?? saved?.viewOnlyKey ?? randomKey("view"),
});
