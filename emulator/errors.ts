// Why an emulator could not start, each as one sentence that holds no key.

/** The emulator could not start; the message is fit to be shown as it is. */
export class EmulatorStartError extends Error {
  override readonly name: string = "EmulatorStartError";
}

export class BadOptionError extends EmulatorStartError {
  override readonly name = "BadOptionError";

  constructor(faults: string) {
    super(`Could not start the emulator: ${faults}.`);
  }
}

export class ListenError extends EmulatorStartError {
  override readonly name = "ListenError";

  constructor(port: number, code: string) {
    const reasons: Record<string, string> = {
      EADDRINUSE: "something else is listening there; choose another port or leave it out to get a free one",
      EACCES: "this user may not open that port; choose one above 1023",
    };
    super(`Could not start the emulator on port ${port}: ${reasons[code] ?? code}.`);
  }
}

export class StateFileError extends EmulatorStartError {
  override readonly name = "StateFileError";

  constructor(path: string, reason: string) {
    super(`Could not use the state file ${path}: ${reason}.`);
  }
}

export class StateFileInUseError extends EmulatorStartError {
  override readonly name = "StateFileInUseError";

  constructor(path: string, pid: number, lock: string) {
    super(
      `Could not use the state file ${path}: the emulator of process ${pid} is using it; ` +
        `stop that one, choose another file, or delete ${lock} if no emulator is running.`,
    );
  }
}
