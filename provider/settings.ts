/** The only reader of the configuration. */
import { environmentVariable } from "./environment";
import { parseHost } from "./host-setting";
import { PlainError } from "./plain-error";
import { quoted } from "./printable";
import { type NamesOf, SETTINGS, type Setting, type SettingName, configKey } from "./settings-table";

export { SETTINGS, type Setting, type SettingName } from "./settings-table";

/** Where settings come from before the environment, and what messages call them. */
export interface SettingsSource {
  get(name: SettingName): string | undefined;
  /** The setting's name where it is set, for example "model-connections:host". */
  label(name: SettingName): string;
  /**
   * Whether a change in the program's repository can change the host. If so, and MODEL_CONNECTIONS_HOST is set, keys from
   * the environment are sent only to that host.
   */
  readonly isInRepository?: boolean;
  /** What to do about a missing setting, for example "pass host, or set MODEL_CONNECTIONS_HOST". */
  howToSet(name: "host" | "apiKey"): string;
}

/** The configuration of a stack or explicit provider, by full keys. */
export function stackSource(config: { get(key: string): string | undefined }): SettingsSource {
  return {
    get: (name) => config.get(configKey(name)),
    label: configKey,
    isInRepository: true,
    howToSet: (name) =>
      `set it with pulumi config set ${name === "apiKey" ? "--secret " : ""}${configKey(name)}, or as ${SETTINGS[name].variable} in the environment`,
  };
}

/** What messages call an explicit provider instance, in every language. */
export function providerLabel(provider: string): string {
  return `Pulumi provider ${quoted(provider)}`;
}

/** What messages call a setting of the stack, or an argument of an explicit provider instance. */
export function settingLabel(name: SettingName, provider: string | undefined): string {
  return provider === undefined ? configKey(name) : `${name} of ${providerLabel(provider)}`;
}

/** The same settings; messages name the explicit provider instance, because the stack's configuration has no effect on it. */
export function ofProvider(source: SettingsSource, provider: string): SettingsSource {
  return {
    ...source,
    label: (name) => settingLabel(name, provider),
    howToSet: (name) => `pass it as the argument ${name}`,
  };
}

/** The same settings; messages say why a lookup doesn't find what the workspace sets for the engine and the provider process. */
export function ofInlineProgram(source: SettingsSource): SettingsSource {
  return {
    ...source,
    howToSet: (name) =>
      `set it with stack.setConfig("${configKey(name)}", { value${name === "apiKey" ? ", secret: true" : ""} }), or as ${SETTINGS[name].variable} in process.env, because a lookup in an inline program does not see the workspace's envVars`,
  };
}

/** The settings as the hooks use them, complete and checked. */
export interface Settings {
  /** The platform as recorded in state: host, host:port or host/path, without scheme. */
  readonly host: string;
  /** `host` with scheme and `/api/public`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Milliseconds that one operation may take. */
  readonly timeout: number;
  readonly maxRetries: number;
  readonly watchModifiedOn: boolean;
  readonly acceptAllGone: boolean;
  /** Why keys from the environment must not be sent to this host; undefined if they may. */
  readonly keyRefusal: string | undefined;
  readonly reclaimHours: number;
}

/** One or more settings are missing or invalid. The message names each of them and how to correct it. */
export class SettingsError extends PlainError {}

/** The settings as the API client takes them: one attempt gets a quarter of the time, 30 s at most. */
export function clientOptions({ baseUrl, apiKey, maxRetries, timeout }: Settings) {
  return { baseUrl, apiKey, maxRetries, timeout, attemptTimeout: Math.min(30_000, timeout / 4) };
}

/** Reads and checks all settings; throws one `SettingsError` with every problem. */
export function readSettings(
  source: SettingsSource,
  environment?: NodeJS.ProcessEnv,
  node = process.versions.node,
): Settings {
  if (isTooOld(node))
    throw new SettingsError(
      `pulumi-model-connections requires Node.js 22.12 or later, but this is Node.js ${node}.`,
    );
  const reader = new Reader(source, environment);
  const address = reader.address(reader.flag("allowInsecureHttp"));
  const keyRefusal = reader.keyRefusal(address.baseUrl);
  const settings = {
    ...address,
    keyRefusal,
    apiKey: reader.platformKey(keyRefusal),
    timeout: reader.amount("timeoutSeconds") * 1000,
    maxRetries: reader.amount("maxRetries"),
    watchModifiedOn: reader.flag("watchModifiedOn"),
    acceptAllGone: reader.flag("acceptAllGone"),
    reclaimHours: reader.amount("reclaimHours"),
  };
  if (reader.problems.length > 0)
    throw new SettingsError(
      `The settings of model-connections can't be used: ${reader.problems.join("; ")}.`,
    );
  return settings;
}

/** As in "engines" of package.json, which npm only warns about. */
function isTooOld(node: string): boolean {
  const [major = 0, minor = 0] = node.split(".").map(Number);
  return major < 22 || (major === 22 && minor < 12);
}

/** Reads one setting after the other and collects what is wrong with them. */
class Reader {
  readonly problems: string[] = [];
  readonly #source: SettingsSource;
  readonly #environment: NodeJS.ProcessEnv | undefined;

  constructor(source: SettingsSource, environment: NodeJS.ProcessEnv | undefined) {
    this.#source = source;
    this.#environment = environment;
  }

  address(allowHttp: boolean): { host: string; baseUrl: string } {
    const value = this.#required("host");
    const address =
      value === undefined ? undefined : parseHost(value, allowHttp, (name) => this.#source.label(name));
    if (typeof address === "object") return address;
    if (address !== undefined) this.problems.push(address);
    return { host: "", baseUrl: "" };
  }

  /**
   * A branch can name another host in the stack's file. The environment says where its keys belong.
   * @param baseUrl the platform of the settings
   */
  keyRefusal(baseUrl: string): string | undefined {
    const bound = environmentVariable(SETTINGS.host.variable, this.#environment);
    if (this.#source.isInRepository !== true || bound === undefined || bound === "") return undefined;
    const address = parseHost(bound, true, (name) => this.#source.label(name));
    if (typeof address === "object" && address.baseUrl === baseUrl) return undefined;
    const { variable } = SETTINGS.host;
    return `a key from the environment is sent only to ${variable}, and ${this.#source.label("host")} names another host: make them equal, or unset ${variable}`;
  }

  platformKey(keyRefusal: string | undefined): string {
    const value = this.#required("apiKey") ?? "";
    if (keyRefusal !== undefined && !this.#source.get("apiKey")) this.problems.push(keyRefusal);
    if (!/^[\x21-\x7e]*$/.test(value)) {
      const what = "must be printable ASCII without whitespace; check for a line break at the end";
      this.#problem("apiKey", what);
    }
    return value;
  }

  flag(name: NamesOf<boolean>): boolean {
    const value = this.#text(name) ?? String(SETTINGS[name].fallback);
    if (value !== "true" && value !== "false") this.#problem(name, "must be true or false");
    return value === "true";
  }

  amount(name: NamesOf<number>): number {
    const { fallback, least, most } = SETTINGS[name];
    const value = Number(this.#text(name) ?? fallback);
    if (!(value >= least && value <= most)) this.#problem(name, `must be a number from ${least} to ${most}`);
    return value;
  }

  #required(name: "host" | "apiKey"): string | undefined {
    const value = this.#text(name);
    if (value === undefined) this.#problem(name, `is missing: ${this.#source.howToSet(name)}`);
    return value;
  }

  /** An empty value counts as missing. */
  #text(name: SettingName): string | undefined {
    const { variable }: Setting = SETTINGS[name];
    const value =
      this.#source.get(name) ??
      (variable === undefined ? undefined : environmentVariable(variable, this.#environment));
    return value === "" ? undefined : value;
  }

  #problem(name: SettingName, what: string): void {
    this.problems.push(`${this.#source.label(name)} ${what}`);
  }
}
