// The Pulumi programs of the subjects.
import { readFileSync } from "node:fs";
import ts from "typescript";
import type { PulumiSubject } from "./subjects.mts";

/** As JavaScript, so that no type check is measured: it takes the same time for all subjects, and longer than they differ. */
export function javaScript(subject: PulumiSubject): string {
  const source = readFileSync(new URL(`programs/${subject}.ts`, import.meta.url), "utf8");
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS };
  return ts.transpileModule(source, { compilerOptions }).outputText;
}
