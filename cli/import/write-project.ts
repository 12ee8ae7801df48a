// Writes the project: all of its files, or none.
import * as fs from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { diskFailure } from "../disk";
import { CommandError } from "../errors";

/** Fails if the project can't be written, before anything is requested. */
export function checkFolder(path: string): void {
  orExplain(path, () => {
    const folder = resolve(path);
    const [outermost] = missingFolders(folder);
    const existing = outermost === undefined ? folder : dirname(outermost);
    if (existing === folder) requireEmpty(folder);
    fs.readdirSync(existing);
    fs.accessSync(existing, fs.constants.W_OK | fs.constants.X_OK);
  });
}

/** Every file is written completely before the first one gets its name. After a failure, nothing remains. */
export function writeProject(path: string, files: Readonly<Record<string, string>>): void {
  // Once, so that a path such as link/../new is the same folder in each step.
  const folder = resolve(path);
  const undo: (() => void)[] = [];
  orExplain(path, () => {
    try {
      for (const missing of missingFolders(folder)) {
        fs.mkdirSync(missing);
        undo.push(() => fs.rmdirSync(missing));
      }
      const temporary = fs.mkdtempSync(join(folder, ".import-"));
      undo.push(() => fs.rmSync(temporary, { recursive: true, force: true }));
      // Flushed, because some disks report only then that they are full.
      for (const [name, text] of Object.entries(files))
        fs.writeFileSync(join(temporary, name), text, { flush: true });
      requireEmpty(folder, basename(temporary));
      for (const name of Object.keys(files)) {
        // Unlike a rename, a link never replaces a file that somebody else has just created.
        fs.linkSync(join(temporary, name), join(folder, name));
        undo.push(() => fs.rmSync(join(folder, name)));
      }
      fs.rmSync(temporary, { recursive: true });
    } catch (error) {
      for (const step of undo.reverse()) tryTo(step);
      throw error;
    }
  });
}

/** @param except the name of what the command itself has created there */
function requireEmpty(folder: string, except?: string): void {
  const isFolder = fs.statSync(folder).isDirectory();
  if (!isFolder || fs.readdirSync(folder).some((name) => name !== except))
    throw new CommandError(`${folder} is not an empty folder: choose another one, or use --stdout.`);
}

/** The folders of a path that don't exist yet, the outermost first. */
function missingFolders(folder: string): string[] {
  const missing: string[] = [];
  for (let path = folder; !fs.existsSync(path); path = dirname(path)) missing.unshift(path);
  return missing;
}

function orExplain(folder: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`Could not write the project to ${folder}: ${diskFailure(error)}.`);
  }
}

/** A failed removal must not hide why the project could not be written. */
function tryTo(step: () => void): void {
  try {
    step();
  } catch {
    return;
  }
}
