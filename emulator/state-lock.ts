// Prevents two emulators from using one state file: a lock file beside it contains the process id.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { StateFileError, StateFileInUseError } from "./start-errors";

const heldByThisProcess = new Set<string>();

/**
 * Locks the state file for this process, and returns a function that unlocks it.
 * @throws StateFileInUseError if a running process has the lock, StateFileError if the lock can't be written
 */
export function lockState(path: string): () => void {
  const lock = `${path}.lock`;
  if (!tryLock(path, lock)) {
    const owner = ownerOf(lock);
    if (isInUse(lock, owner)) throw new StateFileInUseError(path, owner, lock);
    rmSync(lock, { force: true });
    if (!tryLock(path, lock)) throw new StateFileInUseError(path, ownerOf(lock), lock);
  }
  heldByThisProcess.add(lock);
  return () => {
    heldByThisProcess.delete(lock);
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
    if (code === "ENOENT") throw new StateFileError(path, "its folder does not exist");
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

// A killed emulator leaves its lock behind, and in a container the next one often has the same pid.
function isInUse(lock: string, pid: number): boolean {
  if (pid === process.pid) return heldByThisProcess.has(lock);
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
