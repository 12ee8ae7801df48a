// Why an emulator could not start. Each message is one sentence that contains no key.

/** The emulator could not start. The message is one sentence, ready to show to a user. */
export class EmulatorStartError extends Error {
  override readonly name: string = "EmulatorStartError";
}

/** One or more options are invalid; the message names every problem. */
export class BadOptionError extends EmulatorStartError {
  override readonly name = "BadOptionError";

  constructor(problems: string) {
    super(`Could not start the emulator: ${problems}.`);
  }
}

/** The port could not be opened. */
export class ListenError extends EmulatorStartError {
  override readonly name = "ListenError";

  constructor(port: number, code: string) {
    const reasons: Record<string, string> = {
      EADDRINUSE: "the port is already in use; choose another port, or omit it to get a free one",
      EACCES: "this user may not open that port; choose one above 1023",
    };
    super(`Could not start the emulator on port ${port}: ${reasons[code] ?? code}.`);
  }
}

/** The state file or its lock could not be read or written, or contains something else. */
export class StateFileError extends EmulatorStartError {
  override readonly name = "StateFileError";

  constructor(path: string, reason: string) {
    super(`Could not use the state file ${path}: ${reason}.`);
  }
}

/** Another running emulator uses the state file. */
export class StateFileInUseError extends EmulatorStartError {
  override readonly name = "StateFileInUseError";

  constructor(path: string, pid: number, lock: string) {
    super(
      `Could not use the state file ${path}: the emulator of process ${pid} is using it; ` +
        `stop that one, choose another file, or delete ${lock} if no emulator is running.`,
    );
  }
}
