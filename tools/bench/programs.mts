// The programs that the benchmark runs, written in TypeScript as one writes them.
import { readFileSync } from "node:fs";
import ts from "typescript";

export type Program = "ours" | "floor" | "by-hand" | "empty";

export type Language = "JavaScript" | "TypeScript";

/** As JavaScript, so that no type check is measured: it is the same for all, and larger than what differs. */
export function javaScript(program: Program): string {
  const compilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    esModuleInterop: true,
  };
  return ts.transpileModule(source(`programs/${program}.ts`), { compilerOptions }).outputText;
}

/** The files of a project, by name. */
export function projectOf(program: Program, language: Language): Record<string, string> {
  const project = (main: string, options: object) =>
    JSON.stringify({ name: "bench", runtime: { name: "nodejs", options }, main });
  const own = { "package.json": JSON.stringify({ name: "bench", private: true }) };
  if (language === "JavaScript") {
    const main = project("index.js", { typescript: false });
    return { ...own, "Pulumi.yaml": main, "index.js": javaScript(program) };
  }
  return {
    ...own,
    "Pulumi.yaml": project("index.ts", {}),
    "tsconfig.json": JSON.stringify({
      compilerOptions: { strict: true, target: "es2022", module: "nodenext", types: ["node"] },
    }),
    "index.ts": source(`programs/${program}.ts`).replace("../fleet.mts", "./fleet"),
    "fleet.ts": source("fleet.mts"),
  };
}

function source(file: string): string {
  return readFileSync(new URL(file, import.meta.url), "utf8");
}
