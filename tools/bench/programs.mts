// The programs that the benchmark runs, written in TypeScript as one writes them.
import { readFileSync } from "node:fs";
import ts from "typescript";

export type Program = "ours" | "floor" | "by-hand" | "empty";

/** As JavaScript, so that no type check is measured: it is the same for all, and larger than what differs. */
export function javaScript(program: Program): string {
  const source = readFileSync(new URL(`./programs/${program}.ts`, import.meta.url), "utf8");
  const compilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    esModuleInterop: true,
  };
  return ts.transpileModule(source, { compilerOptions }).outputText;
}
