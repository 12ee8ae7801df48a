// Which install scripts run when this repository is installed: npm runs each one in a shell that records it.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { version } from "node/package.json";
import manifest from "../../package.json";
import { runFolder } from "../support/run-folder";
import { userEnvironment, writeJson } from "./installation";

// npm ci of everything.
jest.setTimeout(600_000);

const repository = join(__dirname, "../..");
const folder = mkdtempSync(join(runFolder(), "install-scripts-"));
const [shell, record] = [join(folder, "shell"), join(folder, "record")];
const project = join(folder, "project");

beforeAll(() => {
  const script = `#!/bin/sh\necho "$npm_package_name $npm_lifecycle_event" >> ${record}\nexec /bin/sh "$@"\n`;
  writeFileSync(shell, script, { mode: 0o755 });
  const workspaces = globSync("examples/*/package.json", { cwd: repository });
  for (const file of ["package.json", "package-lock.json", ".npmrc", ...workspaces])
    cpSync(join(repository, file), join(project, file));
});
afterEach(() => rmSync(record, { force: true }));
afterAll(() => rmSync(folder, { recursive: true }));

test("npm ci runs the install script of node and no other, and node works", () => {
  expect(npm("ci")).toMatchObject({ status: 0 });
  expect(ran()).toEqual(["node preinstall"]);
  expect(installedNode()).toBe(`v${version}`);
});

test("npm ci stops before any script when a package with one is neither allowed nor denied", () => {
  const reviewed = Object.entries(manifest.allowScripts).filter(([name]) => name !== "protobufjs");
  writeJson(project, "package.json", { ...manifest, allowScripts: Object.fromEntries(reviewed) });
  const { status, stderr } = npm("ci");
  writeJson(project, "package.json", manifest);
  expect(status).toBe(1);
  expect(stderr).toMatch(/ESTRICTALLOWSCRIPTS[^]*protobufjs@/);
  expect(ran()).toEqual([]);
});

test("npm ci --ignore-scripts runs none, and npm rebuild node then runs node's", () => {
  expect(npm("ci", "--ignore-scripts")).toMatchObject({ status: 0 });
  expect(ran()).toEqual([]);
  expect(npm("rebuild", "node")).toMatchObject({ status: 0 });
  expect(ran()).toEqual(["node preinstall"]);
  expect(installedNode()).toBe(`v${version}`);
});

/** The machine's npm and Node, as in a fresh clone, not the ones that npm run puts first on PATH. */
function npm(...args: string[]) {
  const path = process.env["PATH"]!.split(":").filter((each) => !each.includes("node_modules"));
  return spawnSync("npm", [...args, `--script-shell=${shell}`], {
    cwd: project,
    encoding: "utf8",
    env: { ...userEnvironment(), PATH: path.join(":") },
  });
}

function ran(): string[] {
  return existsSync(record) ? readFileSync(record, "utf8").trim().split("\n") : [];
}

function installedNode(): string {
  const node = join(project, "node_modules/.bin/node");
  return spawnSync(node, ["--version"], { encoding: "utf8" }).stdout.trim();
}
