// The proxy of the environment, and whether the platform is reached through it.
import { type Proxy, ProxySettingError, proxyFor, proxyVariable } from "../../provider/api/proxy";
import { isLoopback } from "../../provider/host-setting";
import type { Outcome } from "./examination";
import type { Platform } from "./settings";

/** How the platform is reached. */
export interface Route {
  readonly proxy: Proxy | undefined;
}

/** Chooses the proxy as the client does. */
export function checkProxy(
  { platform }: { platform: Platform },
  node = process.versions.node,
): Outcome<Route> {
  try {
    const proxy = proxyFor(platform.url.href, node);
    const variable = proxyVariable(platform.url);
    const text =
      proxy === undefined
        ? whyNone(platform.url, variable)
        : `${proxy.address} is used, from ${proxy.variable}`;
    return { ok: true, text, found: { proxy } };
  } catch (error) {
    if (!(error instanceof ProxySettingError)) throw error;
    const { what, remedy } = error;
    return { ok: false, text: what, advice: `${remedy.charAt(0).toUpperCase()}${remedy.slice(1)}.` };
  }
}

function whyNone(url: URL, variable: string | undefined): string {
  if (variable === undefined) return "none is set";
  if (isLoopback(url)) return `${variable} is set, but not used: the platform is on this machine`;
  return `${variable} is set, but not used: NO_PROXY excludes ${url.hostname}`;
}
