// The settings, where each comes from, and the client that the other checks use.
import { ApiClient } from "../../provider/api/client";
import { environmentVariable } from "../../provider/environment";
import { printable } from "../../provider/printable";
import { SETTINGS, SettingsError, type Settings, clientOptions } from "../../provider/settings";
import { type HostFlags, settingsFor } from "../platform";
import type { Outcome } from "./examination";

/** The options that are settings. */
export interface CommandLine {
  readonly flags: HostFlags;
  /** Whether an option is on the command line, and not from the environment. */
  readonly isGiven: (option: string) => boolean;
}

/** The platform that is checked. */
export interface Platform {
  readonly url: URL;
  readonly client: ApiClient;
  /** Milliseconds that one probe of the network may take. */
  readonly probeLimit: number;
}

const LONGEST_PROBE = 10_000;
const LONGEST_OPERATION = 30_000;

/** Reads the settings as the other commands do. */
export function checkSettings({ flags, isGiven }: CommandLine): Outcome<Platform> {
  try {
    const settings = settingsFor(flags);
    return { ok: true, text: described(settings, flags, isGiven), found: platformOf(settings) };
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const advice = error.message.replace(/^The settings of model-connections can't be used: /, "");
    return { ok: false, text: "they can't be used", advice };
  }
}

function platformOf(settings: Settings): Platform {
  const options = clientOptions(settings);
  // A retry would hide an intermittent failure, and would add to the time that the check shows.
  const client = new ApiClient({
    ...options,
    maxRetries: 0,
    timeout: Math.min(options.timeout, LONGEST_OPERATION),
  });
  const probeLimit = Math.min(options.attemptTimeout, LONGEST_PROBE);
  return { url: new URL(settings.baseUrl), client, probeLimit };
}

function described(settings: Settings, flags: HostFlags, isGiven: CommandLine["isGiven"]): string {
  const hostSource = isGiven("host") ? "option --host" : SETTINGS.host.variable;
  const httpSource = flags.allowInsecureHttp === undefined ? "default" : "option --allow-insecure-http";
  return [
    `host ${printable(settings.host)} (${hostSource})`,
    `API key (${SETTINGS.apiKey.variable})`,
    `allowInsecureHttp ${flags.allowInsecureHttp === true} (${httpSource})`,
    `timeoutSeconds ${settings.timeout / 1000} (default)`,
    `maxRetries ${settings.maxRetries} (default)`,
    ...acceptAllGone(settings),
  ].join(", ");
}

/** No check uses it, but `pulumi` in the same environment does, and it should be set for one run only. */
function acceptAllGone(settings: Settings): string[] {
  const { variable } = SETTINGS.acceptAllGone;
  if ((environmentVariable(variable) ?? "") === "") return [];
  return [`acceptAllGone ${settings.acceptAllGone} (${variable})`];
}
