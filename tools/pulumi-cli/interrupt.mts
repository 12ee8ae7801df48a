// Runs the undoing of what is half done when the process is interrupted or ends.
const undoings = new Set<() => void>();
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Registers an undoing; call the result once there is nothing left to undo. */
export function onInterrupt(undo: () => void): () => void {
  if (undoings.size === 0) listen();
  undoings.add(undo);
  return () => {
    if (undoings.delete(undo) && undoings.size === 0) unlisten();
  };
}

function listen() {
  for (const signal of signals) process.on(signal, undoAndDie);
  process.on("exit", undoAll);
}

function unlisten() {
  for (const signal of signals) process.off(signal, undoAndDie);
  process.off("exit", undoAll);
}

function undoAll() {
  for (const undo of [...undoings].reverse()) undo();
  undoings.clear();
}

function undoAndDie(signal: NodeJS.Signals) {
  undoAll();
  unlisten();
  // Dying of the signal itself tells the caller the truth.
  process.kill(process.pid, signal);
}
