// Part of `npm run build`: copies the files of the emulator's page, which need no compiler, to the code that serves them.
import { cpSync, globSync } from "node:fs";

for (const path of globSync("emulator/page/*.{html,css,js}")) cpSync(path, `dist/${path}`);
