// Why there is no tunnel through the proxy, and what to do. The platform and its certificate are not the reason.
import type { Proxy } from "../../provider/api/proxy";
import { printable } from "../../provider/printable";
import type { Outcome } from "./examination";
import { TunnelFailed, type TunnelRefused } from "./handshake";
import { NOT_TLS, OTHER_NAME, OUT_OF_DATE, TRUST } from "./tls-codes";

/** What was tried. */
export interface Tunnel {
  readonly proxy: Proxy;
  /** The platform's host and port. */
  readonly target: string;
  /** Milliseconds that it may take. */
  readonly limit: number;
}

/** The outcome of the check that needs the tunnel. */
export function withoutTunnel(error: TunnelRefused | TunnelFailed, tunnel: Tunnel): Outcome<never> {
  if (error instanceof TunnelFailed) {
    const [text, advice] = meaningOf(printable(error.code), tunnel);
    return { ok: false, text, advice };
  }
  const { proxy, target } = tunnel;
  const text = `the proxy refused to connect to ${target} through ${proxy.address}: status ${error.status}`;
  return { ok: false, text, advice: adviceFor(error.status) };
}

function adviceFor(status: number): string {
  if (status === 407)
    return "Put a valid user name and password into the proxy's address: http://user:password@host:port.";
  if (status >= 500)
    return "Check the spelling of the host: the proxy may not find it. If it is right, ask the proxy's operator, or exclude it with NO_PROXY if it is reachable directly.";
  return "Ask the proxy's operator to allow the platform's host, or exclude it with NO_PROXY if it is reachable directly.";
}

/** What happened, and what to do. */
function meaningOf(code: string, { proxy: { address, variable }, target, limit }: Tunnel): [string, string] {
  const proxy = `the proxy ${address}`;
  const certificate = `the certificate of ${proxy}`;
  const check = `Check ${variable}, and whether this machine may connect to the proxy. If the platform is reachable without it, exclude the host with NO_PROXY.`;
  if (code === "ABORT_ERR") return [`${proxy} did not connect to ${target} within ${limit / 1000} s`, check];
  if (OTHER_NAME.test(code))
    return [`${certificate} is for another host`, `In ${variable}, use a name that the certificate is for.`];
  if (OUT_OF_DATE.test(code))
    return [
      `${certificate} is not valid now: ${code}`,
      "Check this machine's clock. If it is right, ask the proxy's operator for a valid certificate.",
    ];
  if (/^(?!ERR_).*(CERT|SIGNATURE|ISSUER|INVALID_(CA|PURPOSE)|PATH_LENGTH)/.test(code))
    return [`${certificate} is not trusted: ${code}`, TRUST];
  if (NOT_TLS.test(code))
    return [`${proxy} does not use TLS: ${code}`, `Begin the address in ${variable} with http://.`];
  if (code.startsWith("HPE_"))
    return [`the response of ${proxy} is not HTTP: ${code}`, `Check the scheme and port in ${variable}.`];
  if (code === "ECONNRESET") return [`${proxy} closed the connection: ${code}`, check];
  return [`${proxy} could not be reached: ${code}`, check];
}
