// The last part of `npm run build`: what the compiler doesn't do.
import { chmodSync, cpSync, globSync } from "node:fs";
import packageJson from "../package.json" with { type: "json" };

// The files of the emulator's page need no compiler. They stand beside the code that serves them.
for (const path of globSync("emulator/page/*.{html,css,js}")) cpSync(path, `dist/${path}`);

// npm does this when it installs the package; in this repository nobody does.
for (const path of new Set(Object.values(packageJson.bin))) chmodSync(path, 0o755);
