/** The arguments that this process has checked. A key of one resource can be in an argument of another, whichever comes first. */
import { Keys, SHORTEST } from "../api/redact";
import { keysIn } from "./credentials";
import type { RawInputs } from "./properties";
import { newShownTexts } from "./shown-texts";

export class CheckedArguments {
  readonly #keys = new Keys();
  /** New or changed texts, in upper case. What is in state already can't be taken back. */
  readonly #texts = new Set<string>();

  add(olds: RawInputs, inputs: RawInputs): void {
    for (const key of keysIn(inputs)) this.addKey(key);
    for (const [, text] of newShownTexts(olds, inputs)) this.#texts.add(text.toUpperCase());
  }

  /** Adds a key that no resource declares: the platform's. */
  addKey(key: string): void {
    this.#keys.add(key);
  }

  /** Whether a text contains one of the keys. */
  hasKeyIn(text: string): boolean {
    return this.#keys.areWholeIn(text);
  }

  /** Whether one of the texts contains this key. */
  contain(key: string): boolean {
    const upper = key.toUpperCase();
    return key.length >= SHORTEST && [...this.#texts].some((text) => text.includes(upper));
  }
}
