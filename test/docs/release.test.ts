// release.yml: the job that builds can't publish, and the job that publishes only verifies the checksum and runs npm publish.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";

interface Step {
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Record<string, string>;
  readonly with?: Record<string, string>;
}
interface Job {
  readonly needs?: string | readonly string[];
  readonly environment?: string;
  readonly permissions: Record<string, string>;
  readonly outputs?: Record<string, string>;
  readonly steps: readonly Step[];
}

const workflow = parse(readFileSync(join(__dirname, "../../.github/workflows/release.yml"), "utf8")) as {
  permissions: object;
  jobs: { build: Job; publish: Job; attach: Job };
};
const { build, publish, attach } = workflow.jobs;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mc-release-"));
  mkdirSync(join(folder, "bin"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("the job that builds can only read, and passes on the package, the archives and their checksums", () => {
  expect(workflow.permissions).toEqual({});
  expect(build.permissions).toEqual({ contents: "read" });
  expect(build.environment).toBeUndefined();
  expect(JSON.stringify(workflow)).not.toContain("secrets.");
  const { with: uploaded } = stepOf(build, "actions/upload-artifact");
  expect(uploaded?.["path"]).toBe("${{ runner.temp }}/${{ steps.pack.outputs.file }}");
  expect(build.outputs).toEqual({
    file: "${{ steps.pack.outputs.file }}",
    sha256: "${{ steps.pack.outputs.sha256 }}",
    checksums: "${{ steps.archives.outputs.checksums }}",
  });
});

test("the file is packed and its checksum computed before any test runs", () => {
  const tests = build.steps.findIndex(({ run }) => run?.includes("test:unit"));
  const pack = build.steps.findIndex(({ id }) => id === "pack");
  expect(tests).toBeGreaterThan(pack);
  program("npm", `echo prepack prints this; echo content > "$4/pack-1.0.0.tgz"; echo pack-1.0.0.tgz`);
  const output = join(folder, "output");
  expect(runStep(build.steps[pack]!, { GITHUB_OUTPUT: output, RUNNER_TEMP: folder }).status).toBe(0);
  const sha256 = sha256Of("content\n");
  expect(readFileSync(output, "utf8")).toBe(`file=pack-1.0.0.tgz\nsha256=${sha256}\n`);
});

test("the job that publishes waits for approval, checks out nothing and installs nothing", () => {
  expect(publish).toMatchObject({ needs: "build", environment: "npm", permissions: { "id-token": "write" } });
  expect(Object.keys(publish.permissions)).toEqual(["id-token"]);
  const uses = publish.steps.flatMap(({ uses }) => (uses === undefined ? [] : [uses.split("@")[0]]));
  expect(uses).toEqual(["actions/setup-node", "actions/download-artifact"]);
  expect(publish.steps.filter(({ run }) => run !== undefined)).toHaveLength(1);
  expect(publish.steps.at(-1)?.env).toEqual({
    FILE: "${{ needs.build.outputs.file }}",
    SHA256: "${{ needs.build.outputs.sha256 }}",
  });
});

test("the file that was built is published as it is, without scripts", () => {
  const { status, published } = publishing({ built: "content", downloaded: "content" });
  expect({ status, published }).toEqual({
    status: 0,
    published: "publish --provenance --ignore-scripts ./pack-1.0.0.tgz\n",
  });
});

test.each([
  ["another file", { built: "content", downloaded: "contents" }],
  ["no file", { built: "content", downloaded: undefined }],
  ["no checksum", { built: undefined, downloaded: "content" }],
])("with %s nothing is published", (_, files) => {
  const { status, published } = publishing(files);
  expect(status).not.toBe(0);
  expect(published).toBeUndefined();
});

test("the job that attaches the archives can't publish on npm, and installs nothing", () => {
  expect(attach).toMatchObject({ needs: ["build", "publish"], permissions: { contents: "write" } });
  expect(Object.keys(attach.permissions)).toEqual(["contents"]);
  expect(attach.steps.map(({ uses }) => uses?.split("@")[0])).toEqual([
    "actions/download-artifact",
    undefined,
  ]);
});

test("the archives that were built are attached, with their checksums", () => {
  const { status, released } = attaching("content", "content");
  const files = "./a-checksums.txt ./a.tar.gz";
  expect({ status, released }).toEqual({
    status: 0,
    released: `release create v1.0.0 --repo o/r --verify-tag --generate-notes ${files}\n`,
  });
});

test("with another archive nothing is attached", () => {
  expect(attaching("content", "contents")).toMatchObject({ status: 1, released: undefined });
});

function attaching(built: string, downloaded: string) {
  const record = join(folder, "record");
  const checksums = `${sha256Of(built)}  a.tar.gz\n`;
  program("gh", `echo "$@" > ${record}`);
  mkdirSync(join(folder, "files"));
  writeFileSync(join(folder, "files/a.tar.gz"), downloaded);
  writeFileSync(join(folder, "files/a-checksums.txt"), checksums);
  const env = { CHECKSUMS: sha256Of(checksums), GITHUB_REF_NAME: "v1.0.0", GITHUB_REPOSITORY: "o/r" };
  const { status } = runStep(attach.steps.at(-1)!, env, join(folder, "files"));
  return { status, released: existsSync(record) ? readFileSync(record, "utf8") : undefined };
}

function publishing({ built, downloaded }: Record<"built" | "downloaded", string | undefined>) {
  const record = join(folder, "record");
  program("npm", `echo "$@" > ${record}`);
  if (downloaded !== undefined) writeFileSync(join(folder, "pack-1.0.0.tgz"), downloaded);
  const SHA256 = built === undefined ? "" : sha256Of(built);
  const { status } = runStep(publish.steps.at(-1)!, { FILE: "pack-1.0.0.tgz", SHA256 });
  return { status, published: existsSync(record) ? readFileSync(record, "utf8") : undefined };
}

/** As GitHub runs it. */
function runStep({ run }: Step, env: Record<string, string>, cwd = folder) {
  return spawnSync("bash", ["--noprofile", "--norc", "-e", "-c", run!], {
    cwd,
    encoding: "utf8",
    env: { PATH: `${join(folder, "bin")}:/usr/bin:/bin`, ...env },
  });
}

function program(name: string, script: string): void {
  writeFileSync(join(folder, "bin", name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

function stepOf({ steps }: Job, action: string): Step {
  return steps.find(({ uses }) => uses?.startsWith(`${action}@`))!;
}

function sha256Of(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
