/** Parses the setting `host`: a host, host:port or URL. */
import { printable } from "./printable";

/** Where the platform is: as recorded in state, and as a URL with `/api/public`. */
export interface Address {
  readonly host: string;
  readonly baseUrl: string;
}

/** The address, or what is wrong with the setting. `label` gives what messages call a setting. */
export function parseHost(
  value: string,
  allowHttp: boolean,
  label: (name: "host" | "allowInsecureHttp") => string,
): Address | string {
  const url = parseUrl(value.trim());
  const host = label("host");
  if (url === undefined)
    return `${host} ("${printable(withoutCredentials(value))}") must be a host, host:port or URL`;
  if (url.username !== "" || url.password !== "") return `${host} must not contain a user name or password`;
  if (url.search !== "" || url.hash !== "") return `${host} must not contain a query or fragment`;
  if (url.protocol === "http:" && !isLoopback(url) && !allowHttp)
    return `${host} is plain http, which would send the key in clear: use https, or set ${label("allowInsecureHttp")} to true`;
  const path = url.pathname.replace(/\/+$/, "").replace(/\/api\/public$/, "");
  return { host: `${url.host}${path}`, baseUrl: `${url.protocol}//${url.host}${path}/api/public` };
}

/** Without a scheme the platform is reached over https, this machine over http. */
function parseUrl(value: string): URL | undefined {
  if (/^https?:\/\//i.test(value)) return URL.canParse(value) ? new URL(value) : undefined;
  if (value.includes("://") || /\s/.test(value) || !URL.canParse(`https://${value}`)) return undefined;
  const url = new URL(`https://${value}`);
  return isLoopback(url) ? new URL(`http://${value}`) : url;
}

function isLoopback(url: URL): boolean {
  return url.hostname === "localhost" || url.hostname === "[::1]" || /^127(\.\d+){3}$/.test(url.hostname);
}

/** What comes before an @ or after a question mark may be a password, however malformed the value is. */
function withoutCredentials(value: string): string {
  return value.replace(/^.*@/s, "…@").replace(/[?#].*$/s, "?…");
}
