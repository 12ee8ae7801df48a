/** Parses the setting `host`: a host, host:port or URL. */
import { mistakeIn, mistakeInUrl, withoutCredentials } from "./host-mistakes";
import { printable } from "./printable";

/** The platform's address: as state records it, and as a URL with `/api/public`. */
export interface Address {
  readonly host: string;
  readonly baseUrl: string;
}

/** The address, or a problem of the setting. `label` returns the name of a setting for messages. */
export function parseHost(
  value: string,
  allowHttp: boolean,
  label: (name: "host" | "allowInsecureHttp") => string,
): Address | string {
  const host = label("host");
  const shown = `${host} ("${printable(withoutCredentials(value))}")`;
  const mistake = mistakeIn(value.trim());
  if (mistake !== undefined) return `${shown} ${mistake}`;
  const url = parseUrl(value.trim());
  if (url === undefined) return `${shown} must be a host, host:port or URL`;
  if (url.username !== "" || url.password !== "") return `${host} must not contain a user name or password`;
  if (url.search !== "" || url.hash !== "") return `${host} must not contain a query or fragment`;
  if (url.protocol === "http:" && !isLoopback(url) && !allowHttp)
    return `${host} is plain http, which would send the key unencrypted: use https, or allow it with ${label("allowInsecureHttp")}`;
  const wrongUrl = mistakeInUrl(url);
  if (wrongUrl !== undefined) return `${shown} ${wrongUrl}`;
  const path = url.pathname.replace(/\/+$/, "").replace(/\/api\/public(\/connections)?$/i, "");
  return { host: `${url.host}${path}`, baseUrl: `${url.protocol}//${url.host}${path}/api/public` };
}

/** Without a scheme, this machine is reached over http, and every other host over https. */
function parseUrl(value: string): URL | undefined {
  if (/^https?:\/\//i.test(value)) return URL.canParse(value) ? new URL(value) : undefined;
  if (value.includes("://") || /\s/.test(value) || !URL.canParse(`https://${value}`)) return undefined;
  const url = new URL(`https://${value}`);
  return isLoopback(url) ? new URL(`http://${value}`) : url;
}

/** Whether a URL names this machine. */
export function isLoopback(url: URL): boolean {
  return url.hostname === "localhost" || url.hostname === "[::1]" || /^127(\.\d+){3}$/.test(url.hostname);
}

/** The host without the brackets of an IPv6 address. */
export function hostnameOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, "");
}

/** The port, even if the URL omits it. */
export function portOf({ port, protocol }: URL): number {
  return Number(port || (protocol === "https:" ? 443 : 80));
}
