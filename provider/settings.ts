/** The only reader of configuration and environment: where the platform is, with which key, and how patiently to ask. */
import { PlainError } from "./plain-error";
import { printable } from "./printable";
import type { ModelConnectionsProviderArgs } from "./program/provider";

/** Where a value may come from first: the explicit provider's or the stack's configuration. */
export interface SettingsSource {
  get(key: string): string | undefined;
}

/** Settings as the hooks use them, complete and checked. */
export interface Settings {
  /** The platform as recorded in state: host, or host:port, or host/path, without scheme. */
  readonly host: string;
  /** `host` with scheme and `/api/public`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Milliseconds that one hook may take. */
  readonly timeout: number;
  readonly maxRetries: number;
  /** Whether a `modifiedOn` that moved without a visible change counts as "key perhaps exchanged". */
  readonly watchModifiedOn: boolean;
  /** Whether a stack may lose all its connections in one refresh. */
  readonly acceptAllGone: boolean;
}

/** One or more settings are missing or wrong; the message names each with the ways to set it. */
export class SettingsError extends PlainError {}

/** The settings as the HTTP client takes them: one attempt gets a quarter of the whole time, 30 s at most. */
export function clientOptions({ baseUrl, apiKey, maxRetries, timeout }: Settings) {
  return { baseUrl, apiKey, maxRetries, timeout, attemptTimeout: Math.min(30_000, timeout / 4) };
}

const NAMESPACE = "model-connections";

/** One row per setting: the variable that has the second say, what holds without either, and what is in bounds. */
export const SETTINGS = {
  host: { variable: "MODEL_CONNECTIONS_HOST" },
  apiKey: { variable: "MODEL_CONNECTIONS_API_KEY" },
  // A day at most: Node's timers take no more than some weeks.
  timeoutSeconds: { fallback: 120, least: 0.1, most: 86_400 },
  maxRetries: { fallback: 5, least: 0, most: 100 },
  allowInsecureHttp: { fallback: false },
  watchModifiedOn: { fallback: true },
  acceptAllGone: { fallback: false, variable: "MODEL_CONNECTIONS_ACCEPT_ALL_GONE" },
} as const satisfies Record<keyof ModelConnectionsProviderArgs, Setting>;

export interface Setting {
  readonly variable?: string;
  readonly fallback?: number | boolean;
  readonly least?: number;
  readonly most?: number;
}

/** Names of the settings whose value without configuration is of a type. */
type NamesOf<T> = {
  [K in keyof typeof SETTINGS]: (typeof SETTINGS)[K] extends { fallback: T } ? K : never;
}[keyof typeof SETTINGS];

/** Reads and checks all settings; throws one `SettingsError` with every fault. */
export function readSettings(
  source: SettingsSource,
  environment: NodeJS.ProcessEnv = process.env,
  node = process.versions.node,
): Settings {
  if (isTooOld(node))
    throw new SettingsError(`pulumi-model-connections needs Node 22.12 or newer, and this is ${node}.`);
  const faults: string[] = [];
  const text = (key: keyof typeof SETTINGS) => {
    const { variable }: Setting = SETTINGS[key];
    const value =
      source.get(`${NAMESPACE}:${key}`) ?? (variable === undefined ? undefined : environment[variable]);
    return value === undefined || value === "" ? undefined : value;
  };
  const flag = (key: NamesOf<boolean>) => {
    const value = text(key) ?? String(SETTINGS[key].fallback);
    if (value !== "true" && value !== "false") faults.push(`${NAMESPACE}:${key} must be true or false`);
    return value === "true";
  };
  const amount = (key: NamesOf<number>) => {
    const { fallback, least, most } = SETTINGS[key];
    const value = Number(text(key) ?? fallback);
    if (!Number.isFinite(value) || value < least || value > most)
      faults.push(`${NAMESPACE}:${key} must be a number from ${least} to ${most}`);
    return value;
  };

  const address = addressOf(text("host"), flag("allowInsecureHttp"), faults);
  const apiKey = text("apiKey");
  if (apiKey === undefined) faults.push(missing("apiKey", "--secret "));
  else if (!/^[\x21-\x7e]+$/.test(apiKey)) {
    faults.push(
      `${NAMESPACE}:apiKey must be printable ASCII without blanks: perhaps a line end came with it`,
    );
  }
  const settings = {
    ...address,
    apiKey: apiKey ?? "",
    timeout: amount("timeoutSeconds") * 1000,
    maxRetries: amount("maxRetries"),
    watchModifiedOn: flag("watchModifiedOn"),
    acceptAllGone: flag("acceptAllGone"),
  };
  if (faults.length > 0)
    throw new SettingsError(`The settings of model-connections can't be used: ${faults.join("; ")}.`);
  return settings;
}

/** As package.json says in "engines", which npm only warns of. */
function isTooOld(node: string): boolean {
  const [major = 0, minor = 0] = node.split(".").map(Number);
  return major < 22 || (major === 22 && minor < 12);
}

function missing(key: "host" | "apiKey", option = ""): string {
  return `${NAMESPACE}:${key} is missing: set it with pulumi config set ${option}${NAMESPACE}:${key}, or as ${SETTINGS[key].variable} in the environment`;
}

function addressOf(
  value: string | undefined,
  allowHttp: boolean,
  faults: string[],
): { host: string; baseUrl: string } {
  if (value === undefined) faults.push(missing("host"));
  else {
    const url = parseHost(value.trim());
    const fault =
      url === undefined
        ? `${NAMESPACE}:host ("${printable(withoutCredentials(value))}") must be a host, host:port or URL`
        : faultOf(url, allowHttp);
    if (url !== undefined && fault === undefined) {
      const path = url.pathname.replace(/\/+$/, "").replace(/\/api\/public$/, "");
      return { host: `${url.host}${path}`, baseUrl: `${url.protocol}//${url.host}${path}/api/public` };
    }
    if (fault !== undefined) faults.push(fault);
  }
  return { host: "", baseUrl: "" };
}

function parseHost(value: string): URL | undefined {
  if (/^https?:\/\//i.test(value)) return URL.canParse(value) ? new URL(value) : undefined;
  if (value.includes("://") || /\s/.test(value) || !URL.canParse(`https://${value}`)) return undefined;
  const url = new URL(`https://${value}`);
  return isLoopback(url) ? new URL(`http://${value}`) : url;
}

function faultOf(url: URL, allowHttp: boolean): string | undefined {
  if (url.username !== "" || url.password !== "")
    return `${NAMESPACE}:host must not hold a user name or password`;
  if (url.search !== "" || url.hash !== "") return `${NAMESPACE}:host must not hold a query or fragment`;
  if (url.protocol === "http:" && !isLoopback(url) && !allowHttp) {
    return `${NAMESPACE}:host is plain http, which would send the key in clear: use https, or set ${NAMESPACE}:allowInsecureHttp to true`;
  }
  return undefined;
}

function isLoopback(url: URL): boolean {
  return url.hostname === "localhost" || url.hostname === "[::1]" || /^127(\.\d+){3}$/.test(url.hostname);
}

/** What stands before an @ or behind a question mark may be a password, however the value is malformed. */
function withoutCredentials(value: string): string {
  return value.replace(/^.*@/s, "…@").replace(/[?#].*$/s, "?…");
}

/** A variable of the environment: the only reader. `process.env` has a prototype, which has a `constructor`. */
export function environmentVariable(name: string): string | undefined {
  return Object.hasOwn(process.env, name) ? process.env[name] : undefined;
}
