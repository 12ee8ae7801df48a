// Ctrl-C at any moment: whatever the demo waits for ends, everything is cleared up, and only then does it go.

/** The demo was told to stop. */
export class Interrupted extends Error {
  readonly signal: NodeJS.Signals;

  constructor(signal: NodeJS.Signals) {
    super(`stopped by ${signal}`);
    this.signal = signal;
  }
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Listens from now on; its reason is an {@link Interrupted}. A terminal and npm may both send the same signal: one counts. */
export function listenForInterruption(): AbortSignal {
  const controller = new AbortController();
  const stop = (signal: NodeJS.Signals) => {
    if (!controller.signal.aborted) controller.abort(new Interrupted(signal));
  };
  for (const signal of signals) process.on(signal, stop);
  // A reader that has gone, as in `npm run demo | head`.
  process.stdout.on("error", () => stop("SIGPIPE"));
  return controller.signal;
}

/** The work's outcome, or the interruption, whichever comes first. */
export async function unlessInterrupted<T>(interruption: AbortSignal, work: Promise<T>): Promise<T> {
  interruption.throwIfAborted();
  let stop: () => void = () => undefined;
  const interrupted = new Promise<never>((_, reject) => {
    stop = () => reject(interruption.reason as Interrupted);
    interruption.addEventListener("abort", stop);
  });
  try {
    return await Promise.race([work, interrupted]);
  } finally {
    interruption.removeEventListener("abort", stop);
  }
}

/** Rejects when the demo is told to stop. */
export async function untilInterrupted(interruption: AbortSignal): Promise<never> {
  // The emulator's socket keeps the process alive; with somebody else's platform nothing would.
  const alive = setInterval(() => undefined, 60_000);
  try {
    return await unlessInterrupted(interruption, new Promise<never>(() => undefined));
  } finally {
    clearInterval(alive);
  }
}

/** Ends this process by the signal that stopped it, which tells the shell the truth. */
export function dieOf({ signal }: Interrupted): void {
  for (const each of signals) process.removeAllListeners(each);
  process.kill(process.pid, signal);
}
