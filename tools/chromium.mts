// A browser for the tests of the emulator's page: `node tools/chromium.mts --find` prints the path of Chromium or Chrome,
// after installing it where possible, or prints why not and exits with 3.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { findOrInstall, foldersOnPath, orReason, type Program } from "./installed.mts";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

export const chromium: Program = {
  name: "Chromium",
  debianPackage: "chromium",
  find: () =>
    foldersOnPath()
      .flatMap((folder) => names.map((name) => join(folder, name)))
      .find(existsSync),
};

if (import.meta.main) await orReason(async () => console.log(await findOrInstall(chromium)));
