// Output that can't be written: the built command in a shell, with a reader that ends early, a full disk, or no permission.
import { execFile } from "node:child_process";
import fs from "node:fs";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmulator, type Emulator } from "../../emulator/index";
import { diskFailure } from "../../cli/disk";
import { writeProject } from "../../cli/import/write-project";

const command = join(__dirname, "../../dist/cli/main.js");
const NOBODY = 65_534;

// Each test starts at least one Node process, and one fills the platform.
jest.setTimeout(60_000);

let emulator: Emulator;
let folder: string;
let environment: NodeJS.ProcessEnv;
beforeAll(async () => {
  emulator = await startEmulator();
  for (let number = 0; number < 1_500; number++)
    emulator.console.create({
      provider: "Open AI",
      model: "gpt-4o",
      connectionName: `connection ${number}`,
      fields: { API_KEY: `sk-from-the-console-${number}` },
    });
  environment = {
    PATH: process.env["PATH"],
    NODE: process.execPath,
    COMMAND: command,
    MODEL_CONNECTIONS_HOST: emulator.host,
    MODEL_CONNECTIONS_API_KEY: emulator.apiKey,
  };
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "output-"));
  chmodSync(folder, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true }));
afterAll(() => emulator.stop());

/** What bash prints; `run` is the command. */
function shell(script: string, options: { uid?: number } = {}): Promise<{ out: string; err: string }> {
  const text = `run() { "$NODE" "$COMMAND" "$@"; }\n${script}`;
  return new Promise((resolve) => {
    execFile("bash", ["--norc", "-c", text], { cwd: folder, env: environment, ...options }, (_, out, err) =>
      resolve({ out, err }),
    );
  });
}

test.each(["list", "list --json", "import --stdout --name 'connection 1*'"])(
  "%s ends quietly when head has read enough, with the exit code of a command that ends by SIGPIPE",
  async (args) => {
    const { out, err } = await shell(`run ${args} | head -n 1; echo "\${PIPESTATUS[0]}"`);
    expect(err).toBe("");
    expect(out).toMatch(/^.+\n141\n$/);
  },
);

test.each(["list --name 'connection 1'", "doctor", "doctor --json", "list --colour 2>&4", "emulator"])(
  "%s, whose output is short, ends quietly when nobody reads it",
  async (args) => {
    // The reader has ended before the command starts.
    const { out, err } = await shell(`exec 4> >(true); wait $!; run ${args} >&4; echo "$?"`);
    expect(err).toBe("");
    expect(out).toBe(args.startsWith("list --colour") ? "2\n" : "141\n");
  },
);

test.each(["list", "list --json", "import --stdout --name 'connection 1'", "doctor"])(
  "%s to a full disk is one sentence, with exit code 1",
  async (args) => {
    const { out, err } = await shell(`run ${args} >/dev/full; echo "$?"`);
    expect(err).toBe(
      "Could not write the output: no space is left on the disk. Free some space, then run again.\n",
    );
    expect(out).toBe("1\n");
  },
);

test("import below a file is one sentence, before any request", async () => {
  writeFileSync(join(folder, "notes.txt"), "mine");
  emulator.clearJournal();
  const { out, err } = await shell('run import notes.txt/project; echo "$?"');
  expect(err).toBe(
    "Could not write the project to notes.txt/project: a part of this path is a file. Choose another place.\n",
  );
  expect(out).toBe("1\n");
  expect(emulator.journal()).toEqual([]);
  expect(readFileSync(join(folder, "notes.txt"), "utf8")).toBe("mine");
});

test.each(["locked", "locked/new/project"])(
  "import to %s without permission is one sentence, before any request",
  async (target) => {
    mkdirSync(join(folder, "locked"), { mode: 0o555 });
    emulator.clearJournal();
    // Permissions don't apply to root.
    const user = process.getuid?.() === 0 ? { uid: NOBODY } : {};
    const { out, err } = await shell(`run import ${target}; echo "$?"`, user);
    expect(err).toBe(
      `Could not write the project to ${target}: permission is denied. Choose another place, or ask for permission to write there.\n`,
    );
    expect(out).toBe("1\n");
    expect(emulator.journal()).toEqual([]);
    expect(readdirSync(join(folder, "locked"))).toEqual([]);
  },
);

test.each([
  ["a new folder", "new/project"],
  ["an empty folder", "empty"],
])("import to %s leaves nothing if a file can't be written completely", async (_, target) => {
  mkdirSync(join(folder, "empty"));
  // Every file with content is too large, as on a full disk.
  const { out, err } = await shell(`(ulimit -f 0; run import ${target} --name 'connection 1'); echo "$?"`);
  expect(err).toBe(
    `Could not write the project to ${target}: the limit on the size of files is too low. Raise it (ulimit -f), then run again.\n`,
  );
  expect(out).toBe("1\n");
  expect(existsSync(join(folder, "new"))).toBe(false);
  expect(readdirSync(folder)).toEqual(["empty"]);
  expect(readdirSync(join(folder, "empty"))).toEqual([]);
});

test("import writes only to the folder that it has checked, whatever links the path contains", async () => {
  for (const path of ["else/real", "else/new", "new"]) mkdirSync(join(folder, path), { recursive: true });
  symlinkSync(join(folder, "else/real"), join(folder, "link"));
  writeFileSync(join(folder, "new/index.ts"), "mine");
  const { out, err } = await shell(`run import link/../new --name 'connection 1'; echo "$?"`);
  expect(err).toMatch(/ is not an empty folder: choose another one, or use --stdout\.\n$/);
  expect(out).toBe("1\n");
  expect(readFileSync(join(folder, "new/index.ts"), "utf8")).toBe("mine");
  expect(readdirSync(join(folder, "else/new"))).toEqual([]);
});

test("a file that appears while import writes is kept, and nothing of the project remains", () => {
  const target = join(folder, "project");
  const link = jest.spyOn(fs, "linkSync").mockImplementationOnce((_, path) => {
    writeFileSync(path, "mine");
    throw Object.assign(new Error("x"), { code: "EEXIST" });
  });
  expect(() => writeProject(target, { "index.ts": "theirs" })).toThrow("something else has this name");
  link.mockRestore();
  expect(readdirSync(target)).toEqual(["index.ts"]);
  expect(readFileSync(join(target, "index.ts"), "utf8")).toBe("mine");
});

test.each([
  ["ENOSPC", "no space is left on the disk. Free some space, then run again"],
  ["EROFS", "the disk is read-only. Choose another place"],
  ["EMFILE", "EMFILE. Choose another place, then run again"],
])("the failure %s has its own words", (code, words) => {
  expect(diskFailure(Object.assign(new Error("x"), { code }))).toBe(words);
});
