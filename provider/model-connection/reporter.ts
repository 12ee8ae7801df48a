/** The one voice of the provider process: the engine shows each of its lines under the stack. */
import { printable } from "../printable";

const said = new Set<string>();

/** Says something that the user should know but needn't act on. */
export function note(text: string): void {
  say(`note: ${text}`);
}

/** Says something that the user should act on. */
export function warn(text: string): void {
  say(`warning: ${text}`);
}

/** Each line once a process: diff and read may both see the same thing. */
function say(line: string): void {
  if (said.has(line)) return;
  said.add(line);
  process.stderr.write(`${line}\n`);
}

/** How a connection is called in every message: name and id, safe to print. */
export function called(connectionName: string, id?: string): string {
  return `"${printable(connectionName)}"${id === undefined ? "" : ` (${printable(id)})`}`;
}
