/** Describes why a TLS connection could not be established, and what to do about it. */
import { printable } from "../printable";

/** A failure as messages describe it. */
interface TlsFailure {
  readonly what: string;
  readonly remedy: string;
  /** The other side refused this client. With TLS 1.3 it says so after the handshake, and does not read the request. */
  readonly isRefusal: boolean;
  /** This machine does not trust the issuer of the certificate. */
  readonly isUntrusted: boolean;
}

/** Failures with the same cause and the same remedy. */
interface Kind {
  /** The codes of these failures; with `text`, what the TLS library says, in lower case, because it calls many failures EPROTO. */
  readonly codes?: RegExp;
  readonly text?: RegExp;
  readonly what: (host: string, code: string) => string;
  readonly remedy: string;
  readonly isRefusal?: true;
}

const TRUST_CA =
  "If a CA of your company issued it, set NODE_EXTRA_CA_CERTS to a file with that CA's certificate in PEM, or, with Node.js 24.6 or later (22.19 or later of version 22), NODE_USE_SYSTEM_CA=1 to trust the CAs of the operating system. Set it where pulumi runs.";

const CHECK_CLOCK =
  "Check the clock of this machine. If it is right, the platform needs another certificate.";

const REFUSED = {
  what: (host: string) => `${host} refused the TLS connection: it may require a client certificate`,
  remedy: "Client certificates are not supported: use an address of the platform that does not require one.",
};

/** The codes of a certificate that is for another host. */
export const OTHER_NAME = /^(ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)$/;

const KINDS: readonly Kind[] = [
  {
    codes:
      /^(UNABLE_TO_(VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT(_LOCALLY)?|DECODE_ISSUER_PUBLIC_KEY)|SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|CERT_UNTRUSTED|INVALID_CA|INVALID_PURPOSE|CERT_CHAIN_TOO_LONG|PATH_LENGTH_EXCEEDED)$/,
    what: (host, code) => `the certificate of ${host} is not trusted: ${code}`,
    remedy: TRUST_CA,
  },
  {
    codes: /^CERT_HAS_EXPIRED$/,
    what: (host) => `the certificate of ${host} has expired`,
    remedy: CHECK_CLOCK,
  },
  {
    codes: /^CERT_NOT_YET_VALID$/,
    what: (host) => `the certificate of ${host} is not valid yet`,
    remedy: CHECK_CLOCK,
  },
  {
    codes: OTHER_NAME,
    what: (host) => `the certificate that ${host} shows is for another host`,
    remedy: "Check the host: use the name that the certificate is for.",
  },
  {
    text: /wrong.version.number|packet.length.too.long|http.request/,
    what: (host) => `${host} does not speak TLS on this port`,
    remedy:
      "Check the port. If the platform is served over plain http, set the host to http://… and allowInsecureHttp to true.",
  },
  {
    text: /protocol.version|unsupported.protocol|version.too.low|no.protocols.available/,
    what: (host) => `${host} supports only a version of TLS that is too old`,
    remedy: "The platform, or the gateway in front of it, must support TLS 1.2 or later.",
  },
  { text: /certificate.required|bad.certificate|alert.certificate.unknown/, isRefusal: true, ...REFUSED },
  { text: /handshake.failure/, ...REFUSED },
  {
    codes: /^(EPROTO|ERR_SSL_|ERR_TLS_|CERT_|CRL_|ERROR_IN_C)|_CERT(_|$)/,
    what: (host, code) => `no TLS connection to ${host} could be established: ${code}`,
    remedy: "Check the host and its certificate.",
  },
];

/** Describes a failure; undefined if it is not one of TLS. */
export function tlsFailure(
  failure: { code?: string | undefined; message?: string | undefined },
  host: string,
): TlsFailure | undefined {
  const code = printable(failure.code ?? "");
  const isLibrarys = code === "EPROTO" || code.startsWith("ERR_SSL");
  const text = isLibrarys ? `${code} ${failure.message ?? ""}`.toLowerCase() : "";
  const kind = KINDS.find(({ codes, text: said }) => codes?.test(code) === true || said?.test(text) === true);
  if (kind === undefined) return undefined;
  const { what, remedy, isRefusal = false } = kind;
  return { what: what(host, code), remedy, isRefusal, isUntrusted: remedy === TRUST_CA };
}
