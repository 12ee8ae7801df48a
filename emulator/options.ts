// The options of an emulator, with their rules and defaults in one list.
import { randomBytes } from "node:crypto";
import { z } from "zod";
import { BadOptionError } from "./errors";
import { explain } from "./invalid";
import { maskStyles, type MaskStyle } from "./masks";

// Two platform keys that a log or a diff shows for what they are.
const platformKey = z.string().regex(/^[\x21-\x7e]+$/, "must be printable ASCII without blanks");
const randomKey = (kind: string): string => `emu-${kind}-${randomBytes(16).toString("hex")}`;

/** Options of {@link startEmulator}; every one can be left out. */
export interface EmulatorOptions {
  /**
   * Port on 127.0.0.1; 0 takes a free one.
   * @default 0
   */
  port?: number | undefined;
  /**
   * JSON file in which connections and both platform keys survive a restart, made when it isn't there.
   * It holds keys in clear, so it is readable by its owner alone. One emulator at a time.
   * @default none: everything is forgotten at stop
   */
  stateFile?: string | undefined;
  /**
   * Platform key with both scopes, "View Connections" and "Manage Connections".
   * @default the one in the state file, else a random one
   */
  apiKey?: string | undefined;
  /**
   * Platform key with the scope "View Connections" alone: POST and PATCH answer 403.
   * @default the one in the state file, else a random one
   */
  viewOnlyKey?: string | undefined;
  /**
   * How answers show connection keys. `reference`: GET as `sk-***************`, POST and PATCH as
   * `sk***************MQAA`. `edges`: the second style everywhere. `stars`: 15 stars everywhere.
   * @default "reference"
   */
  maskStyle?: MaskStyle | undefined;
  /**
   * Refuses a second connection of a name with 409. The reference is silent on this.
   * @default true
   */
  uniqueNames?: boolean | undefined;
  /**
   * Refuses the same key for the same provider and model a second time with 409; provider "API", which has
   * no model, is exempt. The reference is silent on this.
   * @default true
   */
  uniqueKeys?: boolean | undefined;
  /**
   * Number of connections in a list answer when the request asks for no `limit`.
   * @default all
   */
  defaultLimit?: number | undefined;
  /**
   * Requests a second, with a burst of one second's worth; more answer 429 with Retry-After in seconds.
   * @default no limit
   */
  requestsPerSecond?: number | undefined;
  /**
   * Number of reads (by id, and lists) that don't see a connection just created through the API.
   * @default 0
   */
  readLag?: number | undefined;
}

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
