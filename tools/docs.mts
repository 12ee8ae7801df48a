// `npm run docs`: writes the pages that are made from the code; with --check it compares them instead.
import { readFileSync, writeFileSync } from "node:fs";
import { argumentsPage } from "./docs/arguments.mts";
import { errorsPage } from "./docs/errors.mts";
import { outputsPage } from "./docs/outputs.mts";
import { repository } from "./docs/repository.mts";
import { settingsPage } from "./docs/settings.mts";

const pages = { arguments: argumentsPage, outputs: outputsPage, settings: settingsPage, errors: errorsPage };
const checking = process.argv.includes("--check");

for (const [name, make] of Object.entries(pages)) {
  const path = repository(`docs/${name}.md`);
  const made = await make();
  if (!checking) writeFileSync(path, made);
  else if (made !== current(path)) {
    process.stderr.write(`docs/${name}.md isn't what the code says: run npm run docs.\n`);
    process.exitCode = 1;
  }
}

function current(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
