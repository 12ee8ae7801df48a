/** The provider process's messages to the user: the engine shows each line under the stack. */
import { printable } from "../printable";

export class Reporter {
  readonly #write: (line: string) => void;
  readonly #reported = new Set<string>();

  /** @param write where a line goes; the engine reads the process's stderr */
  constructor(write: (line: string) => void = (line) => void process.stderr.write(line)) {
    this.#write = write;
  }

  /** Something that the user should know but doesn't need to act on. */
  note(text: string): void {
    this.#report(`note: ${text}`);
  }

  /** Something that the user should act on. */
  warn(text: string): void {
    this.#report(`warning: ${text}`);
  }

  /** Each line once: diff and read may both see the same thing. */
  #report(line: string): void {
    if (this.#reported.has(line)) return;
    this.#reported.add(line);
    this.#write(`${line}\n`);
  }
}

/** How every message refers to a connection: name and id, safe to print. */
export function label(connectionName: string, id?: string): string {
  return `"${printable(connectionName)}"${id === undefined ? "" : ` (${printable(id)})`}`;
}
