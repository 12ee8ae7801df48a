/** The hosts that NO_PROXY excludes, by the rules of Go: decisions/0012. */
import { BlockList, isIP } from "node:net";
import { domainToASCII } from "node:url";
import { hostnameOf, portOf } from "../host-setting";

/** Whether a list such as `example.com,10.0.0.0/8` contains the host of a URL, a domain above it, or a range around it. */
export function isExcluded(target: URL, list: string): boolean {
  const host = hostnameOf(target);
  const own = String(portOf(target));
  return list
    .toLowerCase()
    .split(/[,\s]+/)
    .some((entry) => {
      if (entry === "*") return true;
      // An IPv6 address with a port is in brackets. A range has no port.
      const [, bracketed, name = entry, only = ""] = /^(?:\[(.+)\]|([^:/]+))(?::(\d*))?$/.exec(entry) ?? [];
      return (only === "" || only === own) && matches(host, bracketed ?? name);
    });
}

function matches(host: string, pattern: string): boolean {
  return isIP(host) === 0 ? matchesName(host, pattern) : matchesAddress(host, pattern);
}

/** `example.com` is this name and every name below it; `.example.com` and `*.example.com` are only those below it. */
function matchesName(host: string, pattern: string): boolean {
  const name = asciiOf(pattern.replace(/^\*(?=\.)/, ""));
  if (name.startsWith(".")) return host.endsWith(name);
  return name !== "" && (host === name || host.endsWith(`.${name}`));
}

/** The name as it is in a URL: an international name is encoded. */
function asciiOf(name: string): string {
  const [dot = "", rest = ""] = name.startsWith(".") ? [".", name.slice(1)] : ["", name];
  return `${dot}${domainToASCII(rest) || rest}`;
}

/** An address, or a range such as `10.0.0.0/8`. */
function matchesAddress(host: string, pattern: string): boolean {
  const [, address = "", bits] = /^([^/]+)(?:\/(\d+))?$/.exec(pattern) ?? [];
  const family = familyOf(address);
  const longest = family === "ipv6" ? 128 : 32;
  const length = Number(bits ?? longest);
  if (family === undefined || length > longest) return false;
  const range = new BlockList();
  range.addSubnet(address, length, family);
  return familyOf(host) === family && range.check(host, family);
}

function familyOf(address: string): "ipv4" | "ipv6" | undefined {
  const version = isIP(address);
  return version === 0 ? undefined : version === 4 ? "ipv4" : "ipv6";
}
