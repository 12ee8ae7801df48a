/** The texts that the user declares in plaintext. A platform that returns one of them, or a form of one, shows no secret. */
export class DeclaredTexts {
  readonly #texts = new Set<string>();

  add(texts: readonly string[]): void {
    for (const text of texts) this.#texts.add(plain(text));
  }

  /** Whether one of the texts contains this one. */
  contain(text: string): boolean {
    const searched = plain(text);
    return [...this.#texts].some((each) => each.includes(searched));
  }

  /** What of a value is not declared. A platform may add a prefix or a slash, and change the case. */
  restOf(value: string): string {
    if (this.#texts.has(plain(value))) return "";
    for (let end = value.indexOf("/"); end !== -1; end = value.indexOf("/", end + 1))
      if (this.#texts.has(plain(value.slice(end + 1)))) return value.slice(0, end);
    return value;
  }
}

function plain(text: string): string {
  return text.normalize("NFKC").trim().toLowerCase().replace(/\/$/, "");
}
