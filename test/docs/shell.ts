// The command lines of the pages, as a shell takes them apart.
import { parse } from "shell-quote";
import type { Fence } from "./fences";

export interface CommandLine {
  readonly place: string;
  /** What is set for this command alone, by name. */
  readonly variables: readonly string[];
  readonly program: string;
  readonly args: readonly string[];
}

/** Of a block of commands all lines, of a block of output those behind a `$`. */
export function commandsIn({ page, line, language, text }: Fence): CommandLine[] {
  const joined = text.replace(/\\\n\s*/g, "");
  const lines = joined.split("\n").filter((each) => language === "sh" || each.startsWith("$ "));
  return lines
    .flatMap((each) => partsOf(each.replace(/^\$ /, "")))
    .map((words) => ({ place: `${page}:${line}`, ...commandOf(words) }));
}

/** The commands of one line: those that `|`, `&&` and the like keep apart. */
function partsOf(line: string): string[][] {
  const parts: string[][] = [[]];
  for (const token of parse(line, (name) => `$${name}`)) {
    if (typeof token === "string") parts.at(-1)!.push(token);
    else if ("pattern" in token) parts.at(-1)!.push(token.pattern);
    else if ("op" in token) parts.push([]);
  }
  return parts.filter((words) => words.length > 0);
}

function commandOf(words: readonly string[]) {
  const start = words.findIndex((word) => !/^[A-Z_]+=/.test(word));
  const settings = start < 0 ? words : words.slice(0, start);
  const [program = "", ...args] = start < 0 ? [] : words.slice(start);
  return { variables: settings.map((word) => word.split("=")[0] ?? ""), program, args };
}
