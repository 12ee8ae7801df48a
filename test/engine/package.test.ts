// The packed package: a program in a user's project compiles against every entry point and loads it.
import { execFileSync, spawnSync } from "node:child_process";
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { dependencies, peerDependencies } from "../../package.json";
import { pack, type Packed } from "../support/package";
import { template } from "../support/project";

const repository = join(__dirname, "../..");
const tsc = join(repository, "node_modules/typescript/bin/tsc");

const program = `
import * as pulumi from "@pulumi/pulumi";
import { ModelConnection, ModelProvider, type ModelConnectionArgs } from "pulumi-model-connections";
import { ConnectionsClient, NotFoundError, type ConnectionRecord } from "pulumi-model-connections/client";
import { startEmulator, type Emulator, type FaultRule } from "pulumi-model-connections/emulator";
import { hooks } from "pulumi-model-connections/hooks";

const args: ModelConnectionArgs = { provider: "Open AI", model: "gpt-4o", apiKey: new pulumi.Config().requireSecret("key") };
const connection = new ModelConnection("gpt4o", args);
export const connectionName: pulumi.Output<string> = connection.connectionName;
export const provider: "API" = ModelProvider.CustomApi;
export const found = (client: ConnectionsClient): Promise<ConnectionRecord> => client.get("cn-1");
export const start = (): Promise<Emulator> => startEmulator({ port: 0 });
export const rule: FaultRule = { fault: { kind: "reset" } };
export const gone: Function = NotFoundError;
export const check: (olds: object, news: object) => Promise<unknown> = hooks.check;
// @ts-expect-error Open AI has no baseUrl; without the types this would compile.
new ModelConnection("wrong", { provider: "Open AI", model: "gpt-4o", apiKey: "sk-1", baseUrl: "https://a.example" });
`;

// Without it, TypeScript 6 refuses the template's moduleResolution.
const onTypeScript6 = { ...template, ignoreDeprecations: "6.0" };
const nodeNext = { strict: true, noEmit: true, module: "nodenext", moduleResolution: "nodenext" };

let project: string;
let packed: Packed;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "mc-consumer-"));
  packed = pack(project);
  const modules = join(project, "node_modules");
  const installed = join(modules, "pulumi-model-connections");
  mkdirSync(installed, { recursive: true });
  execFileSync("tar", ["xzf", packed.file, "-C", installed, "--strip-components=1"]);
  for (const name of Object.keys({ ...dependencies, ...peerDependencies, "@types/node": "" }))
    link(name, modules);
  writeFileSync(join(project, "index.ts"), program);
  writeFileSync(join(project, "package.json"), "{}");
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

test("the package contains the output of each source file, the emulator's page, the schema and four files about the package", () => {
  const sources = globSync("{provider,emulator,cli}/**/*.ts", { cwd: repository });
  const outputs = sources.flatMap((path) =>
    [".js", ".d.ts"].map((ending) => `dist/${path.replace(/\.ts$/, ending)}`),
  );
  const page = globSync("emulator/page/*.{html,css,js}", { cwd: repository }).map((path) => `dist/${path}`);
  expect(page.length).toBeGreaterThan(2);
  const about = ["CHANGELOG.md", "LICENSE", "README.md", "package.json"];
  expect(sources.length).toBeGreaterThan(50);
  const schema = "dist/provider/plugin/schema.json";
  expect(packed.contents).toEqual([...outputs, ...page, schema, ...about].sort());
});

test.each([
  ["Pulumi's template", onTypeScript6],
  ["nodenext", nodeNext],
])("a program with the compiler options of %s compiles against every entry point", (_, options) => {
  expect(compile({ ...options, types: ["node"] })).toBe("");
});

test("its types reference no dependency, since those don't compile with every program's options", () => {
  const reached = compile({ ...nodeNext, types: [] }, "--listFilesOnly");
  expect(reached).toContain("/pulumi-model-connections/dist/emulator/index.d.ts\n");
  for (const name of Object.keys(dependencies)) expect(reached).not.toContain(`/node_modules/${name}/`);
});

test("every entry point loads from the packed files and the declared dependencies", () => {
  const { exports } = JSON.parse(
    readFileSync(join(project, "node_modules/pulumi-model-connections/package.json"), "utf8"),
  ) as { exports: Record<string, unknown> };
  const entries = Object.keys(exports).map((entry) => `pulumi-model-connections${entry.slice(1)}`);
  expect(entries).toHaveLength(5);
  const loading = `${JSON.stringify(entries)}.map((entry) => require(entry)); console.log("loaded")`;
  const printed = execFileSync(process.execPath, ["-e", loading], {
    cwd: project,
    encoding: "utf8",
  });
  expect(printed.trim()).toBe("loaded");
});

test("the packed emulator serves its console", () => {
  const asking = `(async () => {
    const emulator = await require("pulumi-model-connections/emulator").startEmulator();
    for (const file of ["", "/page.css", "/page.js"]) console.log((await fetch(emulator.consoleUrl + file)).status);
    await emulator.stop();
  })()`;
  const printed = execFileSync(process.execPath, ["-e", asking], { cwd: project, encoding: "utf8" });
  expect(printed).toBe("200\n200\n200\n");
});

function compile(compilerOptions: object, ...flags: string[]): string {
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["index.ts"] }));
  return spawnSync(process.execPath, [tsc, "--pretty", "false", ...flags], { cwd: project, encoding: "utf8" })
    .stdout;
}

function link(name: string, modules: string) {
  const path = join(modules, name);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(join(repository, "node_modules", name), path);
}
