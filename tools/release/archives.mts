// The archives that `pulumi plugin install` reads: one for each system and architecture, the same bytes on every build.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { type Bundle, bundle } from "./bundle.mts";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const NAME = "pulumi-resource-model-connections";
const ARCHITECTURES = ["amd64", "arm64"];

/** The launcher of each system. */
const LAUNCHERS = {
  darwin: { source: "launcher.sh", name: NAME },
  linux: { source: "launcher.sh", name: NAME },
  windows: { source: "launcher.cmd", name: `${NAME}.cmd` },
};

/** Writes the archives and their checksums into the folder, and returns the names of the files. */
export async function writeArchives(folder: string): Promise<string[]> {
  const version = readVersion();
  const bundled = await bundle();
  mkdirSync(folder, { recursive: true });
  const names = Object.entries(LAUNCHERS).flatMap(([system, launcher]) => {
    const archive = archiveOf(bundled, launcher);
    return ARCHITECTURES.map((architecture) => {
      const name = `${NAME}-v${version}-${system}-${architecture}.tar.gz`;
      writeFileSync(join(folder, name), archive);
      return name;
    });
  });
  const checksums = `${NAME}-v${version}-checksums.txt`;
  const lines = names.map((name) => `${sha256(readFileSync(join(folder, name)))}  ${name}\n`);
  writeFileSync(join(folder, checksums), lines.join(""));
  return [...names, checksums];
}

/** The code depends on no system and no architecture: only the launchers differ. */
function archiveOf({ text, packages }: Bundle, launcher: { source: string; name: string }): Buffer {
  const scratch = mkdtempSync(join(tmpdir(), "release-archive-"));
  try {
    const inScratch = (name: string) => join(scratch, name);
    const copy = (file: string, name: string) => cpSync(join(repository, file), inScratch(name));
    writeFileSync(inScratch("provider.js"), text);
    copy("dist/provider/plugin/schema.json", "schema.json");
    copy(`tools/release/${launcher.source}`, launcher.name);
    copy("tools/release/start.cjs", "start.cjs");
    copy("LICENSE", "LICENSE");
    writeFileSync(inScratch("THIRD-PARTY-LICENSES.txt"), packages.map(licenseOf).join("\n"));
    return gzipSync(execFileSync("tar", tarArguments(scratch), { maxBuffer: 100 * 1024 * 1024 }));
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** Times, owners and order are fixed, so two builds of a commit have the same checksum. */
function tarArguments(folder: string): string[] {
  const fixed = ["--format=ustar", "--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner"];
  return ["--create", ...fixed, "--mode=a=rX,u+w", "--directory", folder, "."];
}

function licenseOf(folder: string): string {
  const { name, version, license } = JSON.parse(
    readFileSync(join(repository, folder, "package.json"), "utf8"),
  ) as { name: string; version: string; license: string };
  const [file] = globSync("{LICEN[CS]E,license,licence,COPYING}*", { cwd: join(repository, folder) });
  const text = file === undefined ? "" : `\n${readFileSync(join(repository, folder, file), "utf8")}`;
  return `${name} ${version}, ${license}\n${text}`;
}

function readVersion(): string {
  return (JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as { version: string }).version;
}

function sha256(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
