// `npm run docs`: writes the tables of the reference pages from the doc comments in provider/; --check compares instead.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import { argumentsOf, outputs, settings } from "./docs/tables.mts";

const PAGES: Record<string, Record<string, () => string>> = {
  "docs/arguments.md": {
    api: () => argumentsOf("CustomApiArgs"),
    "open-ai": () => argumentsOf("OpenAiArgs"),
    "azure-open-ai": () => argumentsOf("AzureOpenAiArgs"),
    anthropic: () => argumentsOf("AnthropicArgs"),
    common: () => argumentsOf("CommonArgs", "KeyAsValue", "KeyFromEnvironment"),
  },
  "docs/custom-api-connections.md": {
    endpoint: () => argumentsOf("EndpointArgs"),
    "known-format": () => argumentsOf("KnownFormatArgs"),
    "from-scratch": () => argumentsOf("FromScratchArgs"),
  },
  "docs/outputs.md": { outputs },
  "docs/settings.md": { settings },
};

for (const [page, tables] of Object.entries(PAGES)) {
  const path = fileURLToPath(new URL(`../${page}`, import.meta.url));
  const current = readFileSync(path, "utf8");
  const filled = Object.entries(tables).reduce(
    (text, [name, table]) => withTable(text, name, table()),
    current,
  );
  const written = await format(filled, { ...(await resolveConfig(path)), parser: "markdown" });
  if (!process.argv.includes("--check")) writeFileSync(path, written);
  else if (written !== current) {
    process.stderr.write(`${page} differs from the code: run npm run docs.\n`);
    process.exitCode = 1;
  }
}

/** The page with the table below the comment `<!-- table: NAME -->` replaced. */
function withTable(page: string, name: string, table: string): string {
  const place = new RegExp(`(<!-- table: ${name} -->\n)(?:\n\\|.*(?:\n\\|.*)*\n)?`);
  if (!place.test(page)) throw new Error(`No page has <!-- table: ${name} -->.`);
  return page.replace(place, (_, comment: string) => `${comment}\n${table}\n`);
}
