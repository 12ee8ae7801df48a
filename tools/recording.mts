// Part of `npm run recording`: reads what a demo prints and draws docs/demo.svg, the animation in the README.
// With `--check`, it fails if the picture shows something else.
import { readFileSync, writeFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

const picture = fileURLToPath(new URL("../docs/demo.svg", import.meta.url));
const size = { width: 960, line: 19, top: 34, left: 20 };
/** Seconds: the lines appear in this time, and then all of them stay for a while. */
const time = { story: 14, end: 6 };

const rows = (await text(process.stdin)).split("\n").flatMap(shown);
if (rows.at(-1)?.includes("connections created") !== true) fail("The demo did not reach its end.");
else if (!process.argv.includes("--check")) writeFileSync(picture, drawn(rows));
else if (readFileSync(picture, "utf8") !== drawn(rows))
  fail("docs/demo.svg differs from what the demo prints: run `npm run recording`.");

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}

/** Headlines, commands and confirmations, without what differs from run to run; nothing for other lines. */
function shown(line: string): string[] {
  if (line.startsWith("── What to try next")) return [];
  if (line.startsWith("── ")) return ["", line.replace(/─{3,}$/, "──")];
  if (!/^(\$ pulumi|✓|\d connections created)/.test(line)) return [];
  return [
    line
      .replace(/ \\$/, " …")
      .replace(/cn-[0-9a-f-]{36}/g, "cn-…")
      .replace(/(--secret \w+) .*$/, "$1 …")
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "…")
      .replace(/; \d+ reads.*$/, "."),
  ];
}

/** A terminal as an SVG. The lines appear one after the other, in a loop; without motion, all lines are visible. */
function drawn(lines: readonly string[]): string {
  const height = size.top + lines.length * size.line + 14;
  const total = time.story + time.end;
  const keyframes = lines.map((_, index) => {
    const percent = (index / lines.length) * (time.story / total) * 100;
    return `@keyframes l${index} { 0%, ${percent.toFixed(1)}% { opacity: 0 } ${(percent + 0.5).toFixed(1)}%, 100% { opacity: 1 } }`;
  });
  const texts = lines.map((line, index) => {
    const place = `x="${size.left}" y="${size.top + index * size.line}"`;
    return `<text ${place} class="${kindOf(line)}" style="animation-name: l${index}">${escaped(line)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${height}" role="img" aria-label="What npm run demo prints, line by line">
<style>
text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: #d8dee9; white-space: pre; animation: ${total}s linear infinite }
.headline { fill: #88c0d0; font-weight: bold } .command { fill: #a3be8c; font-weight: bold }
@media (prefers-reduced-motion: reduce) { text { animation: none } }
${keyframes.join("\n")}
</style>
<rect width="100%" height="100%" rx="8" fill="#20242c"/>
${texts.join("\n")}
</svg>
`;
}

function kindOf(line: string): string {
  if (line.startsWith("──")) return "headline";
  return line.startsWith("$") ? "command" : "told";
}

function escaped(line: string): string {
  return line.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
