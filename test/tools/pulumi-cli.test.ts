// Where tools/pulumi-cli.mts gets the CLI from, in which order, and what it leaves behind.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { Machine } from "./machine";

jest.setTimeout(30_000);
let machine: Machine;
beforeEach(() => (machine = new Machine()));
afterEach(() => machine.remove());

const whole = /^pulumi-3\.259\.0-nodejs-host-[\d.]+-[a-z0-9-]+$/;

test.each(["v3.216.0", "v3.1000.0", "v4.0.0-beta.1"])(
  "a whole %s on PATH is used as it is",
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
    stderr: expect.stringContaining(`is ${version}, not 3.216.0 or newer`),
  });
});

test("a pulumi without its language host, as the npm launcher is, is passed over unasked", async () => {
  machine.installCli("v3.259.0", { without: ["pulumi-language-nodejs"] });
  machine.installGo();
  const { stdout } = await machine.run();
  expect(stdout.trim()).toBe(join(machine.cache, machine.cached()[0]!));
});

test("a download is preferred to a build", async () => {
  machine.installNpm({ downloads: true });
  machine.installGo();
  expect(await machine.run()).toMatchObject({ code: 0, stderr: "" });
  expect(machine.cached()).toEqual([expect.stringMatching(whole)]);
  expect(machine.begunBuilds()).toEqual([]);
});

test("where downloads are closed it builds, says so on stderr and prints the folder alone", async () => {
  machine.installNpm({ downloads: false });
  machine.installGo();
  const { code, stdout, stderr } = await machine.run();
  expect(code).toBe(0);
  expect(stdout).toBe(`${join(machine.cache, machine.cached()[0]!)}\n`);
  expect(stderr).toMatch(/building the Pulumi CLI 3\.259\.0[^]*built in \d+ s/);
});

test("the second run asks nobody and builds nothing", async () => {
  machine.installGo();
  const first = await machine.run();
  machine.installGo({ fails: true });
  const second = await machine.run();
  expect(second).toMatchObject({ code: 0, stdout: first.stdout, stderr: "" });
  expect(machine.begunBuilds()).toHaveLength(1);
});

test("of two runs at once one builds and the other waits for it", async () => {
  machine.installGo({ seconds: 1 });
  const [one, other] = await Promise.all([machine.run(), machine.run()]);
  expect([one.code, other.code]).toEqual([0, 0]);
  expect(one.stdout).toBe(other.stdout);
  expect(one.stderr + other.stderr).toContain("waiting for it");
  expect(machine.begunBuilds()).toHaveLength(1);
  expect(machine.cached()).toEqual([expect.stringMatching(whole)]);
});

test.each(["SIGINT", "SIGTERM"] as const)("a build interrupted by %s leaves nothing", async (signal) => {
  machine.installGo({ seconds: 30 });
  const { process: tool, end } = machine.start();
  const build = await machine.untilBuilding();
  tool.kill(signal);
  expect(await end).toMatchObject({ signal });
  expect(machine.cached()).toEqual([]);
  expect(await isGone(build)).toBe(true);
});

test("a run after a killed one takes over its lock and clears away its leftovers", async () => {
  machine.installGo({ seconds: 30 });
  const { process: tool, end } = machine.start();
  const build = await machine.untilBuilding();
  tool.kill("SIGKILL");
  process.kill(-build, "SIGKILL");
  await end;
  expect(machine.cached()).toHaveLength(2);

  machine.installGo();
  expect(await machine.run()).toMatchObject({ code: 0 });
  expect(machine.cached()).toEqual([expect.stringMatching(whole)]);
});

test("of two runs that find a dead one's lock, one builds", async () => {
  machine.installGo();
  await machine.run();
  const name = machine.cached()[0]!;
  const dead = spawnSync(process.execPath, ["-e", ""]).pid;
  const fresh = new Machine();
  try {
    writeFileSync(
      join(fresh.cache, `${name}.lock`),
      JSON.stringify({ pid: dead, host: hostname(), since: 0 }),
    );
    fresh.installGo({ seconds: 1 });
    const runs = await Promise.all([fresh.run(), fresh.run()]);
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
    expect(fresh.begunBuilds()).toHaveLength(1);
    expect(fresh.cached()).toEqual([name]);
  } finally {
    fresh.remove();
  }
});

test("a failed build says why, leaves nothing and names the three ways", async () => {
  machine.installNpm({ downloads: false });
  machine.installGo({ fails: true });
  const { code, stdout, stderr } = await machine.run();
  expect(code).toBe(1);
  expect(stdout).toBe("");
  expect(stderr).toContain("no such module");
  expect(machine.cached()).toEqual([]);
});

test("a machine with none of the three gets one message that lists the ways", async () => {
  const { code, stdout, stderr } = await machine.run();
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toBe(
    `This machine has no Pulumi CLI and none could be got. Any one of three things will do:
  - install Pulumi 3.216.0 or newer and put it on PATH (now: there is no pulumi on PATH);
  - let npm's pulumi@3.259.0 download its release (now: there is no npm on PATH);
  - install Go and let it fetch modules, to build the CLI (now: there is no go on PATH).
`,
  );
});

async function isGone(pid: number): Promise<boolean> {
  for (let left = 100; left > 0; left--) {
    // A zombie is gone too, and a signal can't tell.
    const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
    if (stdout.trim() === "" || stdout.trim().startsWith("Z")) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}
