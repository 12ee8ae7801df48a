// README against the code: its programs compile, its tables name what there is.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { ARGUMENTS } from "../../provider/model-connection/check";
import { FIELDS, type ImmutableField, MODEL_PROVIDERS } from "../../provider/model-connection/fields";
import { readSettings } from "../../provider/settings";

const repository = join(__dirname, "../..");
const read = (path: string) => readFileSync(join(repository, path), "utf8");
const readme = read("README.md");

/** What a fragment that imports nothing for itself is taken to have above it. */
const above = `
import * as pulumi from "@pulumi/pulumi";
import { ModelConnection } from "pulumi-model-connections";
declare const apiKey: pulumi.Output<string>;
`;

test("every program of the README compiles against the source, and a wrong one wouldn't", () => {
  const programs = [...readme.matchAll(/^```ts\n(.*?)^```/gms)].map(([, text = ""]) => text);
  expect(programs.length).toBeGreaterThan(5);
  const foreign = `new ModelConnection("a", { provider: "Open AI", model: "m", baseUrl: "https://x", apiKey });`;
  const missing = `new ModelConnection("b", { provider: "API", apiKey });`;
  const files = [...programs, foreign, missing].map(
    (text, index) =>
      [join(repository, `readme-${index}.ts`), /^import /m.test(text) ? text : `${above}${text}`] as const,
  );
  const faults = faultsIn(new Map(files));
  expect(faults.slice(0, programs.length)).toEqual(programs.map(() => []));
  expect(faults.slice(programs.length).map(({ length }) => length)).toEqual([1, 1]);
});

test("the table of arguments has every argument with its providers", () => {
  const rows = tableBelow("## Arguments");
  expect(rows.map(([name]) => name)).toEqual(ARGUMENTS);
  for (const [name, providers] of rows) {
    const field = FIELDS[name as ImmutableField] as { providers: readonly string[] } | undefined;
    const expected = field?.providers ?? MODEL_PROVIDERS;
    expect([name, providers]).toEqual([
      name,
      expected.length === MODEL_PROVIDERS.length ? "all" : expected.join(", "),
    ]);
  }
});

test("the table of outputs has every output", () => {
  const declared = read("provider/model-connection/resource.ts").matchAll(
    /declare readonly (\w+): pulumi\.Output/g,
  );
  const names = [...declared].map(([, name]) => name);
  expect(names).toContain("maskedApiKey");
  expect(tableBelow("## Outputs").map(([name]) => name)).toEqual(["id", ...names]);
});

test("the table of settings has every setting, its variable and its default", () => {
  const asked: string[] = [];
  const variables: string[] = [];
  const environment = new Proxy({}, { get: (_, name) => void variables.push(String(name)) });
  const given = new Map([
    ["model-connections:host", "platform.example.com"],
    ["model-connections:apiKey", "key"],
  ]);
  const settings = readSettings({ get: (key) => (asked.push(key), given.get(key)) }, environment);
  // With both given their variables aren't looked at.
  expect(() => readSettings({ get: () => undefined }, environment)).toThrow("is missing");

  const rows = tableBelow("## Settings");
  expect(rows.map(([name]) => `model-connections:${name}`).sort()).toEqual([...new Set(asked)].sort());
  const documented = rows.map(([, variable]) => variable).filter((variable) => variable !== "");
  expect(documented.sort()).toEqual([...new Set(variables)].sort());
  const byName = new Map(rows.map(([name, , fallback]) => [name, fallback]));
  expect(byName.get("timeoutSeconds")).toBe(String(settings.timeout / 1000));
  for (const name of ["maxRetries", "watchModifiedOn", "acceptAllGone"] as const)
    expect([name, byName.get(name)]).toEqual([name, String(settings[name])]);
  expect(() =>
    readSettings({ get: (key) => (key.endsWith(":host") ? "http://elsewhere" : "key") }, {}),
  ).toThrow("allowInsecureHttp");
  expect(byName.get("allowInsecureHttp")).toBe("false");
});

test("every file and heading that the README points to is there", () => {
  const targets = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, target = ""]) => target);
  expect(targets).toContain("#deletion");
  const headings = [...readme.matchAll(/^#+ (.+)$/gm)].map(([, text = ""]) => anchor(text));
  for (const target of targets) {
    if (target.startsWith("#")) expect(headings).toContain(target.slice(1));
    else expect([target, existsSync(join(repository, target))]).toEqual([target, true]);
  }
});

/** The cells of the first table after a heading, without backticks. */
function tableBelow(heading: string): [string, string, string][] {
  const section = readme.slice(readme.indexOf(`\n${heading}\n`) + 1).split(/\n## /)[0] ?? "";
  const table = section.split("\n\n").find((part) => part.startsWith("|")) ?? "";
  const [, , ...rows] = table.trim().split("\n");
  return rows.map((row) => {
    const [, first = "", second = "", third = ""] = row
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replaceAll("`", ""));
    return [first, second, third];
  });
}

function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");
}

/** What the compiler says of each file; they are in memory alone, and the package's names stand for its source. */
function faultsIn(files: ReadonlyMap<string, string>): string[][] {
  const { config } = ts.readConfigFile(join(repository, "tsconfig.json"), (path) =>
    ts.sys.readFile(path),
  ) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, repository);
  const source = (path: string) => [join(repository, path)];
  const disk = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...disk,
    readFile: (name) => files.get(name) ?? disk.readFile(name),
    fileExists: (name) => files.has(name) || disk.fileExists(name),
    getSourceFile: (name, target, ...rest) => {
      const text = files.get(name);
      if (text === undefined) return disk.getSourceFile(name, target, ...rest);
      return ts.createSourceFile(name, text, target);
    },
  };
  const paths = {
    "pulumi-model-connections": source("provider/index.ts"),
    "pulumi-model-connections/client": source("provider/client.ts"),
    "pulumi-model-connections/emulator": source("emulator/index.ts"),
  };
  const program = ts.createProgram([...files.keys()], { ...options, noUnusedLocals: false, paths }, host);
  return [...files.keys()].map((name) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(name))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " ")),
  );
}
