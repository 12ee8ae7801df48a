// The few kinds of lines that the pages' state diagrams have; Mermaid itself needs a browser.

const LINES = [
  /^stateDiagram-v2$/,
  /^direction (?:LR|TB)$/,
  /^(?:\w+|\[\*\]) --> (?:\w+|\[\*\])(?: ?: [^:;]+)?$/,
  /^\w+ ?: [^:;]+$/,
  /^state "[^"]+" as \w+$/,
];

/** The first line that is none of them. */
export function diagramFault(text: string): string | undefined {
  const lines = text.split("\n").map((line) => line.trim());
  if (lines[0] !== "stateDiagram-v2") return lines[0] ?? "";
  return lines.find((line) => line !== "" && !LINES.some((known) => known.test(line)));
}
