// A browser for the tests of the emulator's page: `node tools/chromium.mts --find` prints the path of Chromium or Chrome, installed
// first where that can be done, or says why not and ends with 3.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { findOrInstall, orReason, type Program } from "./installed.mts";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

export const chromium: Program = {
  name: "Chromium",
  debianPackage: "chromium",
  find: () =>
    (process.env["PATH"] ?? "")
      .split(delimiter)
      .filter((folder) => folder !== "")
      .flatMap((folder) => NAMES.map((name) => join(folder, name)))
      .find((path) => existsSync(path)),
};

if (import.meta.main) await orReason(async () => console.log(await findOrInstall(chromium)));
