// An imitation of the two hosts of Pulumi's release, for a process that is started with `redirected`.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const archiveName = (version: string) =>
  `pulumi-v${version}-${process.platform}-${process.arch}.tar.gz`;

export interface Hosts {
  readonly url: string;
  readonly close: () => void;
}

/** @param files by host and path; everything else is a 404 */
export async function startHosts(files: Record<string, string | Buffer>): Promise<Hosts> {
  const server: Server = createServer(({ url = "" }, response) => {
    const file = files[url.slice(1)];
    response.writeHead(file === undefined ? 404 : 200).end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

/** The files of a release whose programs belong to another user, as those of a build machine do. */
export function release(version: string, programs: readonly string[]): Record<string, string | Buffer> {
  const archive = pack(programs);
  const checksum = createHash("sha256").update(archive).digest("hex");
  const others = `${"0".repeat(64)}  pulumi-v${version}-windows-x64.zip`;
  return {
    [archivePath(version)]: archive,
    [checksumsPath(version)]: `${others}\n${checksum}  ${archiveName(version)}\n`,
  };
}

export const archivePath = (version: string) => `get.pulumi.com/releases/sdk/${archiveName(version)}`;

export const checksumsPath = (version: string) =>
  `github.com/pulumi/pulumi/releases/download/v${version}/pulumi-${version}-checksums.txt`;

/** Options of a Node.js that sends every request to the hosts, or to nobody. */
export function redirected(hosts: Hosts | undefined): string[] {
  const redirect = `const { fetch } = globalThis;
    globalThis.fetch = async (url, options) => {
      const hosts = ${JSON.stringify(hosts?.url ?? "")};
      if (hosts) return fetch(url.replace("https:/", hosts), options);
      throw new TypeError("fetch failed", { cause: new Error("no route to " + new URL(url).host) });
    };`;
  return ["--import", `data:text/javascript,${encodeURIComponent(redirect)}`];
}

function pack(programs: readonly string[]): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "mc-release-"));
  try {
    for (const name of programs) writeFileSync(join(folder, name), "#!/bin/sh\n", { mode: 0o755 });
    const options = ["--owner=12345", "--group=12345", "--transform=s,^,pulumi/,"];
    return execFileSync("tar", ["-cz", ...options, "-C", folder, ...programs]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
