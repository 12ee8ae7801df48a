// The Pulumi programs of the subjects: what Pulumi.yaml says of each, and its files.
import { readFileSync } from "node:fs";
import ts from "typescript";
import type { Wanted } from "./fleet.mts";
import type { PulumiSubject } from "./subjects.mts";

interface Program {
  readonly manifest: object;
  /** Texts by file name. */
  readonly files: Readonly<Record<string, string>>;
  /** The program's text, if it contains the connections. */
  readonly textOf?: (wanted: readonly Wanted[]) => string;
}

/** In YAML, the native provider is an npm bin. */
const PLUGINS = { plugins: { providers: [{ name: "model-connections", path: "node_modules/.bin" }] } };

export const programs: Readonly<Record<PulumiSubject, Program>> = {
  ours: javaScript("ours"),
  "no-op": javaScript("no-op"),
  "hand-written": javaScript("hand-written"),
  JavaScript: javaScript("ours"),
  TypeScript: typeScript("ours"),
  "native JavaScript": javaScript("native"),
  "native YAML": { manifest: { runtime: "yaml", ...PLUGINS }, files: {}, textOf: yaml },
};

/** Without a type check, which takes the same time for all subjects, and longer than they differ. */
function javaScript(name: string): Program {
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS };
  const text = ts.transpileModule(source(`programs/${name}.ts`), { compilerOptions }).outputText;
  return { manifest: nodejs("index.js"), files: { "index.js": text } };
}

/** As in a user's project. */
function typeScript(name: string): Program {
  const compilerOptions = {
    target: "es2022",
    module: "nodenext",
    moduleResolution: "nodenext",
    strict: true,
  };
  return {
    manifest: nodejs("index.ts"),
    files: {
      "index.ts": source(`programs/${name}.ts`).replace("../fleet.mts", "./fleet"),
      "fleet.ts": source("fleet.mts"),
      "tsconfig.json": JSON.stringify({ compilerOptions }),
    },
  };
}

/** JSON is YAML. */
function yaml(wanted: readonly Wanted[]): string {
  const resources = wanted.map(({ name, args, apiKey }) => {
    const properties = { ...args, apiKey: { "fn::secret": apiKey } };
    return [name, { type: "model-connections:index:ModelConnection", properties }] as const;
  });
  return JSON.stringify({ resources: Object.fromEntries(resources) });
}

function nodejs(main: string): object {
  return { runtime: { name: "nodejs", options: { typescript: main.endsWith(".ts") } }, main, ...PLUGINS };
}

function source(name: string): string {
  return readFileSync(new URL(name, import.meta.url), "utf8");
}
