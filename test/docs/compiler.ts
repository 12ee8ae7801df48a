// Compiles programs from the pages in memory; they import the built package as a user does.
import { join } from "node:path";
import ts from "typescript";
import { repository } from "./fences";

/** Stands above a fragment that imports nothing. */
const preamble = `
import * as pulumi from "@pulumi/pulumi";
import { ModelConnection } from "pulumi-model-connections";
declare const apiKey: pulumi.Output<string>;
`;

/** For each program the problems that the compiler reports. */
export function problemsIn(programs: readonly string[]): string[][] {
  const complete = programs.map((text) => (/^import /m.test(text) ? text : `${preamble}${text}\nexport {};`));
  const files = new Map(complete.map((text, index) => [join(repository, `block-${index}.ts`), text]));
  const program = ts.createProgram([...files.keys()], options(), hostWith(files));
  return [...files.keys()].map((name) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(name))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " ")),
  );
}

/** Those of the repository. */
function options(): ts.CompilerOptions {
  const file = ts.readConfigFile(join(repository, "tsconfig.json"), (path) => ts.sys.readFile(path));
  const config = { ...(file.config as object), include: [] };
  return { ...ts.parseJsonConfigFileContent(config, ts.sys, repository).options, noUnusedLocals: false };
}

function hostWith(files: ReadonlyMap<string, string>): ts.CompilerHost {
  const disk = ts.createCompilerHost(options());
  return {
    ...disk,
    readFile: (name) => files.get(name) ?? disk.readFile(name),
    fileExists: (name) => files.has(name) || disk.fileExists(name),
    getSourceFile: (name, target, ...rest) => {
      const text = files.get(name);
      return text === undefined
        ? disk.getSourceFile(name, target, ...rest)
        : ts.createSourceFile(name, text, target);
    },
  };
}
