// A terminal as an SVG: each line comes when it came, in a loop; whoever wants no motion sees them all.

export interface Said {
  readonly line: string;
  /** Since the start. */
  readonly seconds: number;
}

const SIZE = { width: 960, line: 19, top: 34, left: 20 };
/** How long the story takes in the picture, and how long its end stays. */
const SHOWN = { story: 14, end: 6 };

export function drawn(said: readonly Said[]): string {
  const height = SIZE.top + said.length * SIZE.line + 14;
  const length = Math.max(1, said.at(-1)?.seconds ?? 1);
  const total = SHOWN.story + SHOWN.end;
  const rows = said.map(({ line, seconds }, index) => {
    const share = ((seconds / length) * SHOWN.story) / total;
    const at = (share * 100).toFixed(1);
    const y = SIZE.top + index * SIZE.line;
    return {
      keyframes: `@keyframes l${index} { 0%, ${at}% { opacity: 0 } ${(share * 100 + 0.5).toFixed(1)}%, 100% { opacity: 1 } }`,
      text: `<text x="${SIZE.left}" y="${y}" class="${kindOf(line)}" style="animation-name: l${index}">${escaped(line)}</text>`,
    };
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${height}" role="img" aria-label="What npm run demo says, line by line">
<style>
text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: #d8dee9; white-space: pre; animation: ${total}s linear infinite }
.headline { fill: #88c0d0; font-weight: bold } .command { fill: #a3be8c; font-weight: bold }
@media (prefers-reduced-motion: reduce) { text { animation: none } }
${rows.map(({ keyframes }) => keyframes).join("\n")}
</style>
<rect width="100%" height="100%" rx="8" fill="#20242c"/>
${rows.map(({ text }) => text).join("\n")}
</svg>
`;
}

/** What `drawn` was given. */
export function linesIn(svg: string): string[] {
  return [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) => unescaped(text ?? ""));
}

function kindOf(line: string): string {
  if (line.startsWith("──")) return "headline";
  return line.startsWith("$") ? "command" : "told";
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function unescaped(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
