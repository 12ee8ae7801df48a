/** Common mistakes in the setting `host`: what is wrong, and what to write instead. docs/settings.md lists them. */
import { printable } from "./printable";

const EXAMPLE = "platform.example.com";
const QUOTES = /["'`\u2018-\u201f]/g;
const LEADING_SCHEMES = /^(?:https?(?:[:/\\]+|$))+/i;

/** A mistake that the URL parser would accept, or whose advice can be more exact than the parser's. */
export function mistakeIn(value: string): string | undefined {
  const visible = withoutCredentials(value);
  if (/[,;]/.test(visible)) return `is a list: give one host, for example ${EXAMPLE}`;
  if (/\$[\w{(]|[{}]/.test(visible) || isBatchVariable(visible))
    return `contains a variable that was not replaced: give the host itself, for example ${EXAMPLE}`;
  if (/<.*>/s.test(visible))
    return `contains a placeholder that was not replaced: give the host itself, for example ${EXAMPLE}`;
  if (visible.search(QUOTES) !== -1)
    return `must not contain quotes: write ${suggestion(value.replace(QUOTES, ""))}`;
  return mistakeInScheme(value) ?? mistakeInHost(visible);
}

function mistakeInHost(value: string): string | undefined {
  if (/[*\\]|^\//.test(value)) return `is not a host: write a name such as ${EXAMPLE}`;
  return /^[\da-f]*:[\da-f:]*:[\da-f]*$/i.test(value) ? `is an IPv6 address: write [${value}]` : undefined;
}

/** A variable such as %HOST%. A path may contain encoded characters, so at least one percent sign must encode nothing. */
function isBatchVariable(value: string): boolean {
  return /%[a-z_]\w*%/i.test(value) && /%(?![\da-f]{2})/i.test(value);
}

function mistakeInScheme(value: string): string | undefined {
  const [schemes = ""] = LEADING_SCHEMES.exec(value) ?? [];
  const rest = value.slice(schemes.length);
  if (schemes === "" || (rest !== "" && /^https?:\/\/+$/i.test(schemes))) return undefined;
  if (/^\d*$/.test(rest)) return `has no host: write https://${EXAMPLE}`;
  const [scheme = "https", ...others] = (schemes.toLowerCase().match(/https?/g) ?? []).reverse();
  const what = others.length > 0 ? "has more than one scheme" : "has a mistyped scheme";
  return `${what}: write ${scheme}://${suggestion(rest)}`;
}

/** A mistake that only the parsed URL shows: a host or port that can't exist, or the path of one connection. */
export function mistakeInUrl({ protocol, host, hostname, port, pathname }: URL): string | undefined {
  const scheme = protocol === "http:" ? "http://" : "";
  if (/^\.|\.\./.test(hostname)) {
    const corrected = host.replace(/\.{2,}/g, ".").replace(/^\./, "");
    return `has nothing between two dots, or before the first: write ${scheme}${printable(corrected) || EXAMPLE}`;
  }
  if (port === "0") return "has the port 0: write the platform's port";
  const below = pathname.search(/\/api\/public\/+connections\/+[^/]/i);
  if (below === -1) return undefined;
  const platform = printable(`${scheme}${host}${pathname.slice(0, below)}`);
  return `is the address of one connection: give only the host, ${platform}`;
}

/** The value without what may be a password, even if it is malformed: all before an @, and all after a ? or #. */
export function withoutCredentials(value: string): string {
  return value.replace(CREDENTIALS, "…@").replace(QUERY, "?…");
}

/** The part of a value that may be the host: without credentials and query. */
function suggestion(value: string): string {
  return printable(value.replace(CREDENTIALS, "").replace(QUERY, "")) || EXAMPLE;
}

const CREDENTIALS = /^.*(?:@|%40)/is;
const QUERY = /[?#].*$/s;
