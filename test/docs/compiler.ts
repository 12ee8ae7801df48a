// What the compiler says of programs in the pages; they are in memory alone, and import the built package as a user does.
import { join } from "node:path";
import ts from "typescript";
import { repository } from "./fences";

/** What a fragment that imports nothing for itself is taken to have above it. */
const above = `
import * as pulumi from "@pulumi/pulumi";
import { ModelConnection } from "pulumi-model-connections";
declare const apiKey: pulumi.Output<string>;
`;

/** For each program its faults, in words. */
export function faultsIn(programs: readonly string[]): string[][] {
  const whole = programs.map((text) => (/^import /m.test(text) ? text : `${above}${text}\nexport {};`));
  const files = new Map(whole.map((text, index) => [join(repository, `block-${index}.ts`), text]));
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
