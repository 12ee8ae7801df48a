// The archives of a release, as `pulumi plugin install` takes them: a YAML program runs without Pulumi.yaml naming a folder.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { version } from "../../package.json";
import { succeeded } from "../support/outcomes";
import { keyOn, onPlatform, startPlatform } from "../support/platform";
import { openAi } from "../support/program";
import { runFolder } from "../support/run-folder";
import { EngineStack } from "../support/stack";
import { identities } from "../support/state";
import { yamlConnections } from "../support/yaml";

const name = `pulumi-resource-model-connections-v${version}`;
const tool = join(__dirname, "../../tools/release-archives.mts");
const architecture = process.arch === "x64" ? "amd64" : process.arch;
const archive = `${name}-${process.platform}-${architecture}.tar.gz`;
const install = ["plugin", "install", "resource", "model-connections", version];

let archives: string;
beforeAll(() => (archives = buildArchives()));

function buildArchives(): string {
  const folder = mkdtempSync(join(runFolder(), "archives-"));
  execFileSync(process.execPath, [tool, folder]);
  return folder;
}

/** A stack of a YAML program in a folder that has nothing but Pulumi.yaml and the program. */
async function stackWithoutPackage() {
  const emulator = await startPlatform();
  const stack = await EngineStack.on(emulator, yamlConnections({ gpt4o: openAi }), { runtime: "yaml" });
  for (const file of ["node_modules", "package.json"]) rmSync(join(stack.folder, file), { recursive: true });
  writeFileSync(join(stack.folder, "Pulumi.yaml"), `name: ${stack.project}\nruntime: yaml\n`);
  return { emulator, stack };
}

test("installed from a file, the provider runs a program, and its process ends", async () => {
  const { emulator, stack } = await stackWithoutPackage();
  succeeded(await stack.run(...install, "--file", join(archives, archive)));
  expect(succeeded(await stack.up()).plan).toEqual({ create: 1 });
  expect(succeeded(await stack.up("--expect-no-changes")).plan).toEqual({ same: 1 });
  const { id } = (await identities(stack))["gpt4o"]!;
  expect(keyOn(onPlatform(emulator, id))).toBe(openAi.apiKey);
  expect(succeeded(await stack.refresh("--expect-no-changes")).plan).toEqual({ same: 1 });
  await stack.untilIdle();
});

test("installed from a server, it is the archive of this system and architecture", async () => {
  const { stack } = await stackWithoutPackage();
  const requested: string[] = [];
  const server = createServer(({ url = "" }, response) => {
    requested.push(url);
    response.end(readFileSync(join(archives, archive)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  succeeded(await stack.run(...install, "--server", `http://127.0.0.1:${port}`));
  server.close();
  expect(requested).toEqual([`/${archive}`]);
  expect(succeeded(await stack.preview()).plan).toEqual({ create: 1 });
});

test("there is an archive for each system and architecture, and each has its checksum", () => {
  const systems = ["darwin", "linux", "windows"].flatMap((system) => [`${system}-amd64`, `${system}-arm64`]);
  const expected = [`${name}-checksums.txt`, ...systems.map((system) => `${name}-${system}.tar.gz`)];
  expect(readdirSync(archives)).toEqual(expected);
  const check = ["--check", "--strict", `${name}-checksums.txt`];
  expect(execFileSync("sha256sum", check, { cwd: archives, encoding: "utf8" }).match(/: OK$/gm)).toHaveLength(
    6,
  );
});

test("two builds are the same bytes, and an archive has no links", () => {
  const another = buildArchives();
  const checksums = (folder: string) => readFileSync(join(folder, `${name}-checksums.txt`), "utf8");
  expect(checksums(another)).toBe(checksums(archives));
  const listed = execFileSync("tar", ["-tvzf", join(archives, archive)], { encoding: "utf8" });
  expect(listed).not.toMatch(/^l/m);
  expect(listed).toMatch(/^-rwxr-xr-x .* \.\/pulumi-resource-model-connections$/m);
});

test("without Node.js, and with one that is too old, the launcher says so in one sentence", () => {
  const folder = mkdtempSync(join(runFolder(), "launcher-"));
  execFileSync("tar", ["-xzf", join(archives, archive), "-C", folder]);
  const launcher = join(folder, "pulumi-resource-model-connections");
  const bin = mkdtempSync(join(runFolder(), "bin-"));
  const started = () => {
    try {
      execFileSync("/bin/sh", [launcher, "127.0.0.1:1"], { env: { PATH: bin }, stdio: "pipe" });
    } catch (error) {
      return String((error as { stderr: Buffer }).stderr);
    }
    return "it started";
  };
  expect(started()).toBe(
    "The provider model-connections requires Node.js 22.12 or later, and there is no node on PATH.\n",
  );
  // An old Node.js, as far as start.cjs sees it.
  const old = `Object.defineProperty(process.versions, "node", { value: "20.20.2" });`;
  writeFileSync(join(bin, "old.cjs"), old);
  writeFileSync(join(bin, "dirname"), `#!/bin/sh\nexec /usr/bin/dirname "$@"\n`, { mode: 0o755 });
  writeFileSync(
    join(bin, "node"),
    `#!/bin/sh\nexec ${process.execPath} --require ${join(bin, "old.cjs")} "$@"\n`,
    { mode: 0o755 },
  );
  expect(started()).toBe(
    "The provider model-connections requires Node.js 22.12 or later, and the node on PATH is 20.20.2.\n",
  );
});
