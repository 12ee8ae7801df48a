// The fenced blocks of the project's pages.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const repository = join(__dirname, "../..");

export interface Fence {
  /** Path from the repository's root. */
  readonly page: string;
  readonly line: number;
  readonly language: string;
  readonly text: string;
  /** `<!-- output: NAME -->` above the block: the complete output, which test/showcase/transcripts.test.ts compares, or for doctor test/cli/doctor-page.test.ts. */
  readonly outputOf: string | undefined;
  /** `<!-- excerpt: NAME -->` above the block: some lines of that output. */
  readonly excerptOf: string | undefined;
}

export const pages = ["*.md", "docs/*.md", "decisions/*.md", "examples/*/README.md", "pipelines/*.md"]
  .flatMap((pattern) => globSync(pattern, { cwd: repository }))
  .sort();

export function fences(): Fence[] {
  return pages.flatMap(fencesOf);
}

export function read(page: string): string {
  return readFileSync(join(repository, page), "utf8");
}

/** Matches indented fences and `~~~` too, so that no block escapes the checks. */
const FENCE =
  /(?:^<!-- (?<kind>output|excerpt): (?<name>[\w-]+) -->\n\n)?^ *(?<mark>`{3,}|~{3,})(?<language>.*)\n(?<text>[^]*?)^ *\k<mark>$/gm;

function fencesOf(page: string): Fence[] {
  const content = read(page);
  return [...content.matchAll(FENCE)].map(({ index, groups = {} }) => {
    const { kind, name, language = "", text = "" } = groups;
    return {
      page,
      line: content.slice(0, index).split("\n").length + (kind === undefined ? 0 : 2),
      language: language.trim(),
      text,
      outputOf: kind === "output" ? name : undefined,
      excerptOf: kind === "excerpt" ? name : undefined,
    };
  });
}

/** The page with a new text in the block of this output. */
export function withOutput(page: string, name: string, text: string): string {
  return page.replace(
    new RegExp(`(<!-- output: ${name} -->\n\n\`\`\`console\n)[^]*?(^\`\`\`$)`, "m"),
    (_, before: string, after: string) => `${before}${text}${after}`,
  );
}
