// Part of `npm run build`: puts the files of the emulator's page, which need no compiler, beside the code that serves them.
import { cpSync } from "node:fs";

for (const file of ["index.html", "page.css", "page.js", "items.js", "view.js"])
  cpSync(
    new URL(`../emulator/page/${file}`, import.meta.url),
    new URL(`../dist/emulator/page/${file}`, import.meta.url),
  );
