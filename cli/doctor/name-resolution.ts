// The addresses of the platform's name, as this machine resolves it.
import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { hostnameOf } from "../../provider/host-setting";
import { printable, printableList } from "../../provider/printable";
import type { Outcome } from "./examination";
import type { Route } from "./proxy";
import type { Platform } from "./settings";

const DONE = { found: true } as const;

/** Asks the system's resolver, unless a proxy resolves the name. */
export async function checkNameResolution({
  platform,
  route,
}: {
  platform: Platform;
  route: Route;
}): Promise<Outcome<true>> {
  const name = hostnameOf(platform.url);
  if (route.proxy !== undefined)
    return { ok: null, text: "not checked: the proxy resolves the name", ...DONE };
  if (isIP(name) !== 0) return { ok: true, text: "not needed: the host is an IP address", ...DONE };
  try {
    const addresses = await within(platform.probeLimit, lookup(name, { all: true }));
    const list = printableList(addresses.map(({ address }) => address));
    return { ok: true, text: `${printable(name)} is ${list}`, ...DONE };
  } catch (error) {
    const { code = "unknown failure" } = error as NodeJS.ErrnoException;
    const advice =
      "Check the spelling of the host. If it is right, this machine needs another DNS server, a VPN, or a proxy (HTTPS_PROXY).";
    return { ok: false, text: `${printable(name)} has no address here: ${printable(code)}`, advice };
  }
}

/** The resolver can't be interrupted, so after the time limit its result is ignored. */
async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    const tooLate = Object.assign(new Error(), { code: `no response within ${milliseconds / 1000} s` });
    timer = setTimeout(() => reject(tooLate), milliseconds);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}
