/** The proxy of the environment: HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, in upper or lower case (decisions/0012). */
import { isLoopback } from "../host-setting";
import { PlainError } from "../plain-error";
import { printable } from "../printable";
import { environmentVariable } from "../environment";
import { isExcluded } from "./no-proxy";

/** The proxy through which one platform is reached. */
export interface Proxy {
  /** With user name and password, so it must never be in a message. */
  readonly url: string;
  /** Scheme, host and port. */
  readonly address: string;
  /** The variable that names it. */
  readonly variable: string;
}

/** The environment names a proxy that this process can't use. */
export class ProxySettingError extends PlainError {
  // Private, so that an inspected error shows its message once and nothing else.
  readonly #what: string;
  readonly #remedy: string;

  constructor(what: string, remedy: string) {
    super(`${what}: ${remedy}`);
    this.#what = what;
    this.#remedy = remedy;
  }

  get what(): string {
    return this.#what;
  }

  get remedy(): string {
    return this.#remedy;
  }
}

/**
 * The proxy for a URL; undefined if the environment names none or excludes the URL. Loopback is always reached directly.
 * @throws ProxySettingError if its address can't be used, or if this Node.js can't use any
 */
export function proxyFor(url: string, node = process.versions.node): Proxy | undefined {
  const target = new URL(url);
  const variable = proxyVariable(target);
  if (variable === undefined || isLoopback(target)) return undefined;
  // Both lists apply: Pulumi's runtime needs no_proxy to reach the engine, and that must not disable the user's NO_PROXY.
  if (["NO_PROXY", "no_proxy"].some((name) => isExcluded(target, valueOf(name)))) return undefined;
  const proxy = proxyUrl(variable);
  const address = printable(proxy.origin);
  if (!canUseProxies(node))
    throw new ProxySettingError(
      `${variable} names the proxy ${address}, but Node.js ${node} can't use proxies`,
      `install Node.js 24.5 or later, or 22.21 or later of version 22, or exclude ${target.hostname} with NO_PROXY`,
    );
  return { url: proxy.href, address, variable };
}

/** The variable that names the proxy for a URL; undefined if none is set. */
export function proxyVariable({ protocol }: Pick<URL, "protocol">): string | undefined {
  return [`${protocol.slice(0, -1)}_proxy`, "all_proxy"]
    .flatMap((name) => [name.toUpperCase(), name])
    .find((name) => valueOf(name) !== "");
}

function valueOf(variable: string): string {
  return environmentVariable(variable)?.trim() ?? "";
}

/** The address in its normal form. Node.js ignores some other forms, and prints others in an error, with the password. */
function proxyUrl(variable: string): URL {
  const value = valueOf(variable);
  const text = /^[a-z][a-z\d+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // A special character of a password can end the host: what follows is then the path.
  if (url === undefined || !/^https?:$/.test(url.protocol) || !url.href.endsWith(`${url.host}/`))
    throw new ProxySettingError(
      `${variable} is not the URL of an http proxy`,
      "write http://proxy.example.com:3128, or http://user:password@proxy.example.com:3128 with special characters encoded, for example # as %23; or exclude the host with NO_PROXY. SOCKS is not supported",
    );
  if (passwordOf(url.href) === undefined)
    throw new ProxySettingError(
      `the user name or password in ${variable} contains a % that encodes nothing`,
      "write it as %25",
    );
  return url;
}

/** The decoded password of a proxy's URL; empty if there is none, undefined if user name or password can't be decoded. */
export function passwordOf(url: string): string | undefined {
  const { username, password } = new URL(url);
  try {
    decodeURIComponent(username);
    return decodeURIComponent(password);
  } catch {
    return undefined;
  }
}

/** Whether the agents of this version of Node.js have the option `proxyEnv`. Those of other versions ignore it. */
function canUseProxies(node: string): boolean {
  const [major = 0, minor = 0] = node.split(".").map(Number);
  return major > 24 || (major === 24 && minor >= 5) || (major === 22 && minor >= 21);
}
