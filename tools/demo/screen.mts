// What the demo prints: headlines, sentences, commands as a user types them, and the commands' output.
import { styleText } from "node:util";

const WIDTH = 100;

/** Whether the terminal allows colours; NO_COLOR and FORCE_COLOR are respected. */
export const coloured = styleText("bold", "?") !== "?";

export function headline(text: string): void {
  print(`\n${styleText(["bold", "cyan"], `── ${text} ${"─".repeat(Math.max(2, WIDTH - text.length - 4))}`)}`);
}

export function tell(text: string): void {
  print(wrapped(text, WIDTH));
}

/** Lines that are not wrapped, such as commands to copy. */
export function lines(...all: string[]): void {
  for (const line of all) print(`    ${line}`);
}

export function command(text: string): void {
  print(`\n${styleText(["bold", "green"], `$ ${text}`)}`);
}

export function output(line: string): void {
  print(`${styleText("dim", "  │")} ${line}`);
}

export function ended(seconds: number, code: number): void {
  const exit = code === 0 ? "" : `, exit code ${code}`;
  print(styleText("dim", `  └ ${seconds.toFixed(1)} s${exit}`));
}

/** Something that the demo has checked. */
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
  return text.replaceAll(new RegExp(`(.{1,${width}})( |$)`, "g"), "$1\n").trimEnd();
}
