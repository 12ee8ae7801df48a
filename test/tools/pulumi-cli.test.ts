// Where tools/pulumi-cli.mts gets the CLI from, in which order, and what it leaves behind.
import { execFileSync, spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Machine } from "./machine";

jest.setTimeout(30_000);
let machine: Machine;
beforeEach(() => (machine = new Machine()));
afterEach(() => machine.remove());

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

test("a download is preferred to a build", async () => {
  machine.installNpm({ downloads: true });
  machine.installGo();
  expect(await machine.run()).toMatchObject({ code: 0, stderr: "" });
  expect(machine.cached()).toEqual([expect.stringMatching(complete)]);
  expect(machine.startedBuilds()).toEqual([]);
});

test("without a download it builds, reports that on stderr and prints only the folder", async () => {
  machine.installNpm({ downloads: false });
  machine.installGo();
  const { code, stdout, stderr } = await machine.run();
  expect(code).toBe(0);
  expect(stdout).toBe(`${join(machine.cache, machine.cached()[0]!)}\n`);
  expect(stderr).toMatch(/building the Pulumi CLI 3\.259\.0[^]*built in \d+ s/);
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
  machine.installNpm({ downloads: false });
  machine.installGo({ fails: true });
  const { code, stdout, stderr } = await machine.run();
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain("no such module");
  expect(machine.cached()).toEqual([]);
});

test("a machine without pulumi, npm and Go gets one message with the three ways out", async () => {
  const { code, stdout, stderr } = await machine.run();
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toBe(
    `Could not find or install a Pulumi CLI. Do one of the following:
  - Install Pulumi 3.216.0 or later and put it on PATH (now: there is no pulumi on PATH).
  - Let npm's pulumi@3.259.0 download its release (now: there is no npm on PATH).
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
