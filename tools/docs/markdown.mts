// Makes Markdown: tables, and pages in the form that the linter wants.
import { format, resolveConfig } from "prettier";
import { repository } from "./repository.mts";

/** A whole page; it says itself where it comes from. */
export async function page(title: string, ...parts: string[]): Promise<string> {
  const text = [`# ${title}`, MADE, ...parts].join("\n\n");
  const config = await resolveConfig(repository("docs/README.md"));
  return format(text, { ...config, parser: "markdown" });
}

const MADE = "<!-- Made from the code by `npm run docs`: change the code, not this page. -->";

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

export function code(text: string): string {
  return `\`${text}\``;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
