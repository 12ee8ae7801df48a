// Where tools/pulumi-cli.mts gets the CLI from, in which order, and what it leaves behind.
import { execFileSync, spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Machine } from "./machine";
import { archiveName, archivePath, checksumsPath, release } from "./release";

jest.setTimeout(30_000);
let machine: Machine;
beforeEach(() => (machine = new Machine()));
afterEach(() => machine.remove());

const version = "3.259.0";
const programs = ["pulumi", "pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];
const complete = /^pulumi-3\.259\.0-nodejs-host-[\d.]+-[a-z0-9-]+$/;
const launcher = join(__dirname, "../../tools/pulumi-cli/pulumi-resource-pulumi-nodejs");

test.each(["v3.216.0", "v3.1000.0", "v4.0.0-beta.1"])(
  "a complete %s on PATH is used as it is",
  async (version) => {
    machine.installCli(version);
    machine.installGo();
    expect(await machine.run()).toMatchObject({ code: 0, stdout: `${machine.path}\n`, stderr: "" });
    expect(machine.cached()).toEqual([]);
  },
);

test.each(["v3.215.9", "v3.99.0", "v2.300.0"])("%s on PATH is too old", async (version) => {
  machine.installCli(version);
  expect(await machine.run()).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`is ${version}, not 3.216.0 or later`),
  });
});

test("a pulumi without its language host, such as the npm launcher, is skipped without being run", async () => {
  machine.installCli("v3.259.0", { without: "pulumi-language-nodejs" });
  machine.installGo();
  const { stdout } = await machine.run();
  expect(stdout.trim()).toBe(join(machine.cache, machine.cached()[0]!));
});

test("a download is preferred to a build, and its programs belong to this user", async () => {
  await machine.installNetwork(machine.release(version));
  machine.installGo();
  const { code, stdout, stderr } = await machine.run();
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(machine.cached()).toEqual([expect.stringMatching(complete)]);
  expect(machine.startedBuilds()).toEqual([]);
  const bin = stdout.trim();
  expect(readdirSync(bin).sort()).toEqual(programs);
  for (const name of programs) expect(statSync(join(bin, name)).uid).toBe(process.getuid!());
});

test("without a download it builds, reports that on stderr and prints only the folder", async () => {
  machine.installGo();
  const { code, stdout, stderr } = await machine.run();
  expect(code).toBe(0);
  expect(stdout).toBe(`${join(machine.cache, machine.cached()[0]!)}\n`);
  expect(stderr).toMatch(/building the Pulumi CLI 3\.259\.0[^]*built in \d+ s/);
});

test("an archive with another checksum is reported once, never unpacked, and followed by a build", async () => {
  const files = machine.release(version);
  files[archivePath(version)] = machine.release(version)[archivePath(version)]!.slice(0, -1);
  await machine.installNetwork(files);
  machine.installGo();
  const { code, stderr } = await machine.run();
  expect(code).toBe(0);
  expect(stderr.split("\n").filter((line) => line.includes("checksum"))).toEqual([
    `pulumi-cli: the SHA-256 checksum of ${archiveName(version)} is not the one in its release, so the file is not used`,
  ]);
  expect(() => machine.environmentOf("tar")).toThrow("ENOENT");
  expect(machine.startedBuilds()).toHaveLength(1);
  expect(machine.cached()).toEqual([expect.stringMatching(complete)]);
});

test.each([
  ["no archive", { [archivePath(version)]: undefined }, "tar.gz returned status 404"],
  ["no checksums", { [checksumsPath(version)]: undefined }, "checksums.txt returned status 404"],
  ["no checksum of the archive", { [checksumsPath(version)]: "\n" }, "has no checksum of pulumi-v3.259.0-"],
  ["an archive of something else", {}, "it was incomplete"],
])("a release with %s leaves nothing, and the message says why", async (_, changes, reason) => {
  const complete = reason === "it was incomplete" ? release(version, ["README"]) : machine.release(version);
  const files = Object.entries({ ...complete, ...changes }).filter(([, file]) => file !== undefined);
  await machine.installNetwork(Object.fromEntries(files) as Record<string, string>);
  const { code, stdout, stderr } = await machine.run();
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain(reason);
  expect(machine.cached()).toEqual([]);
});

test("no program gets a key from the environment, and Go gets a private temporary folder", async () => {
  await machine.installNetwork(release(version, ["README"]));
  machine.installCli("v3.1.0");
  machine.installGo();
  const passedOn = { GOPROXY: "https://proxy.example", HTTPS_PROXY: "http://proxy.example:8080" };
  const keys = {
    ...{ OPENAI_API_KEY: "sk-1", GOOGLE_API_KEY: "sk-2", MODEL_CONNECTIONS_API_KEY: "sk-3" },
    ...{ PULUMI_ACCESS_TOKEN: "pul-4", PULUMI_CONFIG_PASSPHRASE: "5", NPM_TOKEN: "npm-6", GITHUB_TOKEN: "7" },
  };
  expect(await machine.run({ ...passedOn, ...keys, GOFLAGS: "-mod=mod" })).toMatchObject({ code: 0 });
  const common = ["GOPROXY", "HOME", "HTTPS_PROXY", "PATH", "XDG_CACHE_HOME"];
  const names = (program: string) => Object.keys(machine.environmentOf(program)).sort();
  expect(names("pulumi")).toEqual([...common, "PULUMI_SKIP_UPDATE_CHECK"].sort());
  expect(names("tar")).toEqual(common);
  expect(names("go")).toEqual([...common, "CGO_ENABLED", "GOFLAGS", "GOWORK", "TMPDIR"].sort());
  const { TMPDIR, GOFLAGS, ...go } = machine.environmentOf("go");
  expect(go).toMatchObject(passedOn);
  expect(GOFLAGS).toBe("-mod=readonly -buildvcs=false");
  expect(TMPDIR!.startsWith(machine.cache)).toBe(true);
  expect(machine.temporaryFolder()).toMatch(/^drwx------/);
});

test("the second run downloads and builds nothing", async () => {
  machine.installGo();
  const first = await machine.run();
  machine.installGo({ fails: true });
  const second = await machine.run();
  expect(second).toMatchObject({ code: 0, stdout: first.stdout, stderr: "" });
  expect(machine.startedBuilds()).toHaveLength(1);
});

test("a cached launcher from an older version of this repository is renewed without a build", async () => {
  machine.installGo();
  const bin = (await machine.run()).stdout.trim();
  const cached = join(bin, "pulumi-resource-pulumi-nodejs");
  writeFileSync(cached, "#!/bin/sh\nexec node ''\n");
  expect(await machine.run()).toMatchObject({ code: 0, stderr: "" });
  expect(readFileSync(cached, "utf8")).toBe(readFileSync(launcher, "utf8"));
  execFileSync("test", ["-x", cached]);
  expect(machine.startedBuilds()).toHaveLength(1);
});

test("two runs at once end with one complete CLI", async () => {
  machine.installGo({ seconds: 1 });
  const [one, other] = await Promise.all([machine.run(), machine.run()]);
  expect([one.code, other.code]).toEqual([0, 0]);
  expect(one.stdout).toBe(other.stdout);
  expect(machine.cached()).toEqual([expect.stringMatching(complete)]);
});

test.each(["SIGINT", "SIGTERM"] as const)("a build interrupted by %s leaves nothing", async (signal) => {
  machine.installGo({ seconds: 30 });
  const tool = machine.start();
  const build = await machine.untilBuilding();
  tool.kill(signal);
  expect(await tool.end).toMatchObject({ signal });
  expect(machine.cached()).toEqual([]);
  expect(await isGone(build)).toBe(true);
});

test("what a killed run left is removed a day later", async () => {
  const [old, recent] = ["pulumi-1.partial-a", "pulumi-1.partial-b"];
  for (const name of [old, recent]) mkdirSync(join(machine.cache, name));
  const twoDaysAgo = Date.now() / 1000 - 48 * 60 * 60;
  utimesSync(join(machine.cache, old), twoDaysAgo, twoDaysAgo);
  machine.installGo();
  expect(await machine.run()).toMatchObject({ code: 0 });
  expect(machine.cached().sort()).toEqual([recent, expect.stringMatching(complete)]);
});

test("a failed build reports why and leaves nothing", async () => {
  machine.installGo({ fails: true });
  const { code, stdout, stderr } = await machine.run();
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain("no such module");
  expect(machine.cached()).toEqual([]);
});

test("a machine without pulumi, network and Go gets one message with the three ways out", async () => {
  const { code, stdout, stderr } = await machine.run();
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toBe(
    `Could not find or install a Pulumi CLI. Do one of the following:
  - Install Pulumi 3.216.0 or later and put it on PATH (now: there is no pulumi on PATH).
  - Allow the download of Pulumi 3.259.0 from get.pulumi.com and github.com (now: fetch failed: no route to github.com).
  - Install Go and allow it to download modules, to build the CLI (now: there is no go on PATH).
`,
  );
});

test("the launcher reports a missing SDK in one sentence and exits", () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "mc-launcher-")));
  try {
    const { status, stdout, stderr } = spawnSync(launcher, ["127.0.0.1:1"], {
      cwd: folder,
      encoding: "utf8",
    });
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toBe(
      `@pulumi/pulumi is not installed in ${folder}: install the dependencies of this program (for example with npm ci), then run the command again.\n`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

async function isGone(pid: number): Promise<boolean> {
  for (let left = 100; left > 0; left--) {
    // A zombie has exited too, and a signal can't tell.
    const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
    if (stdout.trim() === "" || stdout.trim().startsWith("Z")) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}
