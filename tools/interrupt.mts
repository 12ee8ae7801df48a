// Cleans up what is half done when the process is interrupted or exits.
type Undo = () => void | Promise<void>;

const undoings = new Set<Undo>();
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
let interruptedBy: NodeJS.Signals | undefined;

/** Registers an undoing; the last one registered runs first. Call the result when there is nothing left to undo. */
export function onInterrupt(undo: Undo): () => void {
  if (undoings.size === 0) listen();
  undoings.add(undo);
  return () => {
    if (undoings.delete(undo) && undoings.size === 0 && !isInterrupted()) unlisten();
  };
}

/** From the signal on, while the undoings run. */
export function isInterrupted(): boolean {
  return interruptedBy !== undefined;
}

function listen() {
  for (const signal of signals) process.on(signal, undoAndDie);
  process.on("exit", undoNow);
}

function unlisten() {
  for (const signal of signals) process.off(signal, undoAndDie);
  process.off("exit", undoNow);
}

function undoNow() {
  for (const undo of newestFirst()) void undo();
}

function undoAndDie(signal: NodeJS.Signals) {
  // A terminal and npm both send the same signal.
  if (isInterrupted()) return;
  interruptedBy = signal;
  void undoAll().finally(() => {
    unlisten();
    // The caller sees the signal as the reason of the exit.
    process.kill(process.pid, signal);
  });
}

async function undoAll() {
  for (const undo of newestFirst()) await undo();
}

function newestFirst(): Undo[] {
  const all = [...undoings].reverse();
  undoings.clear();
  return all;
}
