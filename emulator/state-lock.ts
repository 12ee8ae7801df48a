// Keeps two emulators off one state file: a file beside it names the process that is using it.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { StateFileError, StateFileInUseError } from "./errors";

const heldHere = new Set<string>();

/** Takes the state file for this process and gives the way to let go of it. */
export function lockState(path: string): () => void {
  const lock = `${path}.lock`;
  if (!tryLock(path, lock)) {
    const owner = ownerOf(lock);
    if (isInUse(lock, owner)) throw new StateFileInUseError(path, owner, lock);
    rmSync(lock, { force: true });
    if (!tryLock(path, lock)) throw new StateFileInUseError(path, ownerOf(lock), lock);
  }
  heldHere.add(lock);
  return () => {
    heldHere.delete(lock);
    rmSync(lock, { force: true });
  };
}

function tryLock(path: string, lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "an unknown error";
    if (code === "EEXIST") return false;
    if (code === "ENOENT") throw new StateFileError(path, "its folder isn't there");
    throw new StateFileError(path, `its lock file could not be written (${code})`);
  }
}

function ownerOf(lock: string): number {
  try {
    return Number(readFileSync(lock, "utf8"));
  } catch {
    return 0;
  }
}

// A killed emulator leaves its lock behind, and in a container the next one often has the very same pid.
function isInUse(lock: string, pid: number): boolean {
  if (pid === process.pid) return heldHere.has(lock);
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
