// A company's certificate authority and certificates that it signs, made with openssl in a temporary folder.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a TLS server needs; without the authority's certificate, as such servers often send it. */
export interface Leaf {
  readonly key: string;
  readonly cert: string;
}

/** The authority. `signed` takes names as in `subjectAltName`, for example `IP:127.0.0.1`, and days from now. */
export function companyCa(): {
  pem: string;
  signed: (names: string, days: number) => Leaf;
  remove: () => void;
} {
  const folder = mkdtempSync(join(tmpdir(), "company-ca-"));
  const path = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const issuer = ["-subj", "/O=Example Company/CN=Example Company CA"];
  openssl("req", "-x509", ...newKey, "-keyout", "ca.key", "-out", "ca.pem", "-days", "100", ...issuer);
  const signed = (names: string, days: number): Leaf => {
    openssl("req", "-new", ...newKey, "-keyout", "leaf.key", "-out", "leaf.csr", "-subj", "/CN=platform");
    writeFileSync(path("leaf.ext"), `subjectAltName=${names}\n`);
    const authority = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "leaf.ext"];
    openssl("x509", "-req", "-in", "leaf.csr", ...authority, "-days", String(days), "-out", "leaf.pem");
    return { key: readFileSync(path("leaf.key"), "utf8"), cert: readFileSync(path("leaf.pem"), "utf8") };
  };
  return {
    pem: readFileSync(path("ca.pem"), "utf8"),
    signed,
    remove: () => rmSync(folder, { recursive: true }),
  };
}
