/** The provider process's messages to the user: the engine shows each line under the stack. */
import { printable } from "../printable";

/** More notes of one kind would hide the plan. */
const MOST_NAMED = 10;

/** How urgent a message is. */
export type Kind = "note" | "drift" | "warning";

export class Reporter {
  readonly #write: (line: string, kind: Kind, text: string) => void;
  readonly #reported = new Set<string>();
  /** The notes printed so far of each kind, by the line that stands for the rest. */
  readonly #named = new Map<string, Set<string>>();

  /** @param write where a line goes, with its parts; the engine reads the process's stderr */
  constructor(
    write: (line: string, kind: Kind, text: string) => void = (line) => void process.stderr.write(line),
  ) {
    this.#write = write;
  }

  /** Something that the user should know but doesn't need to act on. */
  note(text: string): void {
    this.#report("note", text);
  }

  /**
   * A note of a kind that may apply to many connections.
   * @param rest the line that stands for all notes of this kind after the first ten
   */
  noteEach(text: string, rest: string): void {
    const named = this.#named.get(rest) ?? new Set<string>();
    this.#named.set(rest, named);
    if (named.has(text) || named.size < MOST_NAMED) this.note(text);
    else this.note(rest);
    if (named.size < MOST_NAMED) named.add(text);
  }

  /** What changed outside Pulumi, for one connection. */
  drift(text: string): void {
    this.#report("drift", text);
  }

  /** Something that the user should act on. */
  warn(text: string): void {
    this.#report("warning", text);
  }

  /** Each line once: diff and read may both see the same thing. */
  #report(kind: Kind, text: string): void {
    const line = `${kind}: ${text}`;
    if (this.#reported.has(line)) return;
    this.#reported.add(line);
    this.#write(`${line}\n`, kind, text);
  }
}

/** How every message refers to a connection: name and id, safe to print. */
export function label(connectionName: string, id?: string): string {
  return `"${printable(connectionName)}"${id === undefined ? "" : ` (${printable(id)})`}`;
}
