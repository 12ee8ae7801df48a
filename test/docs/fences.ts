// The fenced blocks of the project's pages, with what the comment above each says of it.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const repository = join(__dirname, "../..");

export interface Fence {
  /** From the repository's root. */
  readonly page: string;
  readonly line: number;
  readonly language: string;
  readonly text: string;
  /** `<!-- output: NAME -->` above it: what a command really printed, as test/showcase/transcripts.test.ts finds it. */
  readonly outputOf: string | undefined;
  /** `<!-- excerpt: NAME -->` above it: some lines of that. */
  readonly excerptOf: string | undefined;
}

export const pages = ["*.md", "docs/*.md", "decisions/*.md", "examples/*/README.md"]
  .flatMap((pattern) => globSync(pattern, { cwd: repository }))
  .sort();

export function fences(): Fence[] {
  return pages.flatMap(fencesOf);
}

export function read(page: string): string {
  return readFileSync(join(repository, page), "utf8");
}

/** Whether `npm run docs` makes the page. */
export function isMade(page: string): boolean {
  return read(page).includes("<!-- Made from the code by");
}

/** Any kind of fence, indented or not, so that none can hide from the checks by the way it is written. */
const FENCE =
  /(?:^<!-- (?<kind>output|excerpt): (?<name>[\w-]+) -->\n\n)?^ *(?<mark>`{3,}|~{3,})(?<language>.*)\n(?<text>[^]*?)^ *\k<mark>$/gm;

function fencesOf(page: string): Fence[] {
  const whole = read(page);
  return [...whole.matchAll(FENCE)].map(({ index, groups = {} }) => {
    const { kind, name, language = "", text = "" } = groups;
    return {
      page,
      line: whole.slice(0, index).split("\n").length + (kind === undefined ? 0 : 2),
      language: language.trim(),
      text,
      outputOf: kind === "output" ? name : undefined,
      excerptOf: kind === "excerpt" ? name : undefined,
    };
  });
}

/** The page with another text in the block of this output. */
export function withOutput(page: string, name: string, text: string): string {
  return page.replace(
    new RegExp(`(<!-- output: ${name} -->\n\n\`\`\`console\n)[^]*?(^\`\`\`$)`, "m"),
    (_, before: string, after: string) => `${before}${text}${after}`,
  );
}
