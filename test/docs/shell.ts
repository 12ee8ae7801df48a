// The commands in a block, split into words as a shell does.
import { parse } from "shell-quote";
import type { Fence } from "./fences";

export interface CommandLine {
  readonly place: string;
  readonly program: string;
  readonly args: readonly string[];
}

/** In a `sh` block every line is a command, in console output only the lines after `$`. */
export function commandsIn({ page, line, language, text }: Fence): CommandLine[] {
  const lines = text
    .replace(/\\\n\s*/g, "")
    .split("\n")
    .filter((each) => language === "sh" || each.startsWith("$ "));
  return lines
    .flatMap((each) => splitAtOperators(each.replace(/^\$ /, "")))
    .map((words) => words.slice(words.findIndex((word) => !/^[A-Z_]+=/.test(word))))
    .map(([program = "", ...args]) => ({ place: `${page}:${line}`, program, args }));
}

/** The commands that `|`, `&&` and the like separate. */
function splitAtOperators(line: string): string[][] {
  const commands: string[][] = [[]];
  for (const token of parse(line, (name) => `$${name}`)) {
    if (typeof token === "string") commands.at(-1)?.push(token);
    else if ("pattern" in token) commands.at(-1)?.push(token.pattern);
    else if ("op" in token) commands.push([]);
  }
  return commands.filter((words) => words.length > 0);
}
