// What the demo shows: headlines, sentences, commands as one would type them, and what they print.
import { styleText } from "node:util";

const WIDTH = 100;

/** Whether the terminal allows colours; NO_COLOR and FORCE_COLOR are heeded. */
export const coloured = styleText("bold", "?") !== "?";

export function headline(text: string): void {
  print(`\n${styleText(["bold", "cyan"], `── ${text} ${"─".repeat(Math.max(2, WIDTH - text.length - 4))}`)}`);
}

/** A sentence or two on what happens and why. */
export function tell(text: string): void {
  print(wrapped(text, WIDTH));
}

/** Lines that stay as they are, such as commands to copy. */
export function lines(...all: string[]): void {
  for (const line of all) print(`    ${line}`);
}

/** A command line that runs now. */
export function command(text: string): void {
  print(`\n${styleText(["bold", "green"], `$ ${text}`)}`);
}

/** One line of what a command prints. */
export function output(line: string): void {
  print(`${styleText("dim", "  │")} ${line}`);
}

/** The end of a command: how long it took, and a non-zero exit code. */
export function ended(seconds: number, code: number): void {
  const exit = code === 0 ? "" : `, exit code ${code}`;
  print(styleText("dim", `  └ ${seconds.toFixed(1)} s${exit}`));
}

/** Something that was looked up and found to be as told. */
export function confirmed(text: string): void {
  print(`${styleText("green", "✓")} ${wrapped(text, WIDTH - 2).replaceAll("\n", "\n  ")}`);
}

export function failed(text: string): void {
  print(`\n${styleText(["bold", "red"], `✗ ${text}`)}`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function wrapped(text: string, width: number): string {
  const rows: string[] = [];
  for (const word of text.split(" ")) {
    const last = rows.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) rows.push(word);
    else rows[rows.length - 1] = `${last} ${word}`;
  }
  return rows.join("\n");
}
