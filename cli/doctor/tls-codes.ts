// Node's codes for a failed handshake, by their meaning. They are the same for the platform and for a proxy.

export { OTHER_NAME } from "../../provider/api/tls-failures";

export const NOT_TLS = /WRONG_VERSION_NUMBER|PACKET_LENGTH|HTTP_REQUEST|RECORD_TOO/;
export const OLD_TLS = /UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION/;
export const OUT_OF_DATE = /^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/;

/** What to do about a certificate that is not trusted. */
export const TRUST =
  "If it is your company's certificate authority, set NODE_EXTRA_CA_CERTS to a file with its certificate in PEM form, or NODE_USE_SYSTEM_CA=1 if the operating system trusts it (it requires Node.js 24.6 or later, or 22.19 or later within version 22).";
