// Pulumi's release: its archive comes from get.pulumi.com and its checksum from GitHub, so a file that was changed on only one of
// them is refused. No checksum is pinned here and no signature is verified: whoever controls both hosts is trusted.
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { reportProgress, run, say } from "./run.mts";
import { cliVersion } from "./sources.mts";

const archives = "https://get.pulumi.com/releases/sdk";
const checksums = `https://github.com/pulumi/pulumi/releases/download/v${cliVersion}/pulumi-${cliVersion}-checksums.txt`;

/** Fails within seconds where the network is closed. */
export async function download(folder: string, scratch: string): Promise<string | undefined> {
  if (process.env["PULUMI_CLI_NO_DOWNLOAD"]) return "PULUMI_CLI_NO_DOWNLOAD is set";
  const name = `pulumi-v${cliVersion}-${process.platform}-${process.arch}.tar.gz`;
  const archive = join(scratch, name);
  try {
    const released = await releasedChecksum(name);
    const what = `downloading the Pulumi CLI ${cliVersion}`;
    const downloaded = await reportProgress(what, save(`${archives}/${name}`, archive));
    if (downloaded !== released) return refused(name);
  } catch (error) {
    return reason(error as Error);
  }
  return unpack(archive, folder);
}

async function releasedChecksum(name: string): Promise<string> {
  const text = await (await get(checksums, 10_000)).text();
  // sha256sum writes a star before the name of a binary file.
  const lines = text.split("\n").map((line) => line.trim().split(/ [ *]/));
  const checksum = lines.find(([, file]) => file === name)?.[0];
  if (checksum === undefined) throw new Error(`${checksums} has no checksum of ${name}`);
  return checksum;
}

/** Resolves to the checksum of what it saved. */
async function save(url: string, file: string): Promise<string> {
  const { body } = await get(url, 300_000);
  if (body === null) throw new Error(`${url} is empty`);
  const hash = createHash("sha256");
  const hashed = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      hash.update(chunk);
      yield chunk;
    }
  };
  await pipeline(body, hashed, createWriteStream(file, { flags: "wx", mode: 0o600 }));
  return hash.digest("hex");
}

async function get(url: string, timeoutMs: number): Promise<Response> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok) throw new Error(`${url} returned status ${response.status}`);
  return response;
}

/** Reported even if the build that follows succeeds: a closed network is common, a wrong file is not. */
function refused(name: string): string {
  const sentence = `the SHA-256 checksum of ${name} is not the one in its release, so the file is not used`;
  say(sentence);
  return sentence;
}

function reason({ message, cause }: Error): string {
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}

async function unpack(archive: string, folder: string): Promise<string | undefined> {
  // As root, tar would keep the owners in the archive, and a local user with the same number could change the files.
  const options = ["--no-same-owner", "--strip-components=1", "-C", folder];
  const { code, output } = await run("unpacking the Pulumi CLI", ["tar", "-xzf", archive, ...options]);
  return code === 0 ? undefined : `tar could not unpack its release: ${output.trim()}`;
}
