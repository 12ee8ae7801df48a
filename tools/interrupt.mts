// Cleans up unfinished work when the process is interrupted or exits.
type Undo = () => void | Promise<void>;

const undoings = new Set<Undo>();
let listening = false;
let interrupted = false;

/** Registers a cleanup; the last one registered runs first. Call the returned function when there is nothing left to clean up. */
export function onInterrupt(undo: Undo): () => void {
  if (!listening) listen();
  undoings.add(undo);
  return () => undoings.delete(undo);
}

/** True from the signal on, while the cleanups run. */
export function isInterrupted(): boolean {
  return interrupted;
}

function listen(): void {
  listening = true;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
    process.on(signal, (name: NodeJS.Signals) => void undoAndDie(name));
  process.on("exit", () => {
    for (const undo of newestFirst()) void undo();
  });
}

async function undoAndDie(signal: NodeJS.Signals): Promise<void> {
  // A terminal and npm both send the same signal.
  if (interrupted) return;
  interrupted = true;
  try {
    for (const undo of newestFirst()) await undo();
  } finally {
    // The caller sees the signal as the reason for the exit.
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  }
}

function newestFirst(): Undo[] {
  const all = [...undoings].reverse();
  undoings.clear();
  return all;
}
