// Part of `npm run build`: copies the files of the emulator's page, which need no compiler, to the code that serves them.
import { cpSync } from "node:fs";

for (const file of ["index.html", "page.css", "page.js"]) {
  const path = `emulator/page/${file}`;
  cpSync(new URL(`../${path}`, import.meta.url), new URL(`../dist/${path}`, import.meta.url));
}
