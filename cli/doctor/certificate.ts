// TLS and the platform's certificate: its issuer, its names, how long it is valid, and whether this machine trusts it.
import { hostnameOf, isLoopback, portOf } from "../../provider/host-setting";
import { printable } from "../../provider/printable";
import type { Outcome } from "./examination";
import { type Handshake, TunnelFailed, TunnelRefused, shakeHands } from "./handshake";
import type { Route } from "./proxy";
import type { Platform } from "./settings";
import { NOT_TLS, OLD_TLS, OTHER_NAME, OUT_OF_DATE, TRUST } from "./tls-codes";
import { withoutTunnel } from "./tunnel";

const DAY = 86_400_000;
const FEW_DAYS = 30;
const DONE = { found: true } as const;

/** What earlier checks have found. */
interface Known {
  readonly platform: Platform;
  readonly route: Route;
}

/** Makes one handshake, through the proxy if there is one. */
export async function checkCertificate({ platform, route }: Known): Promise<Outcome<true>> {
  const { url, probeLimit } = platform;
  if (url.protocol === "http:") return withoutTls(url);
  try {
    const handshake = await shakeHands(url, route.proxy, probeLimit);
    return handshake.problem === undefined
      ? accepted(handshake, url)
      : refused(handshake, handshake.problem, url);
  } catch (error) {
    return failed(error as NodeJS.ErrnoException, platform, route);
  }
}

function withoutTls(url: URL): Outcome<true> {
  if (isLoopback(url)) return { ok: true, text: "not needed: plain http to this machine", ...DONE };
  const advice = "Use https if the platform has it: anyone on the way can read the API key.";
  return { ok: true, text: "none: plain http, as --allow-insecure-http allows", advice, ...DONE };
}

function accepted({ protocol, certificate }: Handshake, url: URL): Outcome<true> {
  const days = Math.floor((Date.parse(certificate.valid_to) - Date.now()) / DAY);
  const text = `${protocol}, issued by ${issuerOf(certificate)} for ${hostnameOf(url)}, ${days} days left`;
  const advice = days < FEW_DAYS ? "Ask the platform's operator to renew the certificate." : undefined;
  return { ok: true, text, advice, ...DONE };
}

/** The outcome for a certificate that this machine does not accept; `problem` is Node's code for the reason. */
export function refused({ protocol, certificate }: Handshake, problem: string, url: URL): Outcome<true> {
  const issuer = `${protocol}, issued by ${issuerOf(certificate)}`;
  if (OTHER_NAME.test(problem))
    return {
      ok: false,
      text: `${issuer}, but not for ${hostnameOf(url)}: it is for ${printable(certificate.subjectaltname ?? "no name")}`,
      advice:
        "Use one of these names as the host, or check whether a proxy responds in the platform's place.",
    };
  if (OUT_OF_DATE.test(problem))
    return {
      ok: false,
      text: `${issuer}, valid only from ${printable(certificate.valid_from)} to ${printable(certificate.valid_to)}`,
      advice:
        "Check this machine's clock. If it is right, ask the platform's operator for a valid certificate.",
    };
  return {
    ok: false,
    text: `${issuer}, which this machine does not trust: ${printable(problem)}`,
    advice: TRUST,
  };
}

function issuerOf({ issuer }: Handshake["certificate"]): string {
  // It can be missing, although Node's types say that it can't.
  const { CN, O } = (issuer as Partial<typeof issuer> | undefined) ?? {};
  return printable([CN ?? O ?? "nobody"].flat().join(", "));
}

function failed(
  error: NodeJS.ErrnoException,
  { url, probeLimit }: Platform,
  { proxy }: Route,
): Outcome<true> {
  const target = `${url.hostname}:${portOf(url)}`;
  if (proxy !== undefined && (error instanceof TunnelRefused || error instanceof TunnelFailed))
    return withoutTunnel(error, { proxy, target, limit: probeLimit });
  const place = proxy === undefined ? target : `${target} through ${proxy.address}`;
  const code = printable(error.code ?? "unknown failure");
  const [text, advice] =
    code === "ABORT_ERR"
      ? [`no TLS connection to ${place} within ${probeLimit / 1000} s`, ALLOW]
      : meaningOf(code, place);
  return { ok: false, text, advice };
}

const ALLOW = "Check that firewalls allow https to the host.";

/** What happened, and what to do. */
function meaningOf(code: string, place: string): [string, string] {
  if (NOT_TLS.test(code))
    return [
      `${place} does not use TLS: ${code}`,
      "Check the port. If the platform has only plain http, write http:// before the host.",
    ];
  if (OLD_TLS.test(code))
    return [
      `${place} has no version of TLS that Node.js accepts: ${code}`,
      "Ask the platform's operator for TLS 1.2 or later.",
    ];
  return [
    `no TLS connection to ${place}: ${code}`,
    "Check host and port, and whether a firewall closes the connection or a client certificate is required.",
  ];
}
