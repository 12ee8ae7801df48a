// `npm run recording`: plays the demo and makes docs/demo.svg, the moving picture in the README, of what it says and when.
// With `--check` it reads what a demo has said from stdin, and fails when the picture tells another story.
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { drawn, linesIn, type Said } from "./recording/picture.mts";
import { partOfStory } from "./recording/story-lines.mts";

const picture = fileURLToPath(new URL("../docs/demo.svg", import.meta.url));
const demo = fileURLToPath(new URL("demo.mts", import.meta.url));

if (process.argv.includes("--check")) {
  const told = (await text(process.stdin)).split("\n").flatMap(partOfStory);
  if (JSON.stringify(linesIn(readFileSync(picture, "utf8"))) !== JSON.stringify(told)) {
    process.stderr.write("docs/demo.svg tells another story than the demo: run `npm run recording`.\n");
    process.exitCode = 1;
  }
} else {
  writeFileSync(picture, drawn(await play()));
}

async function play(): Promise<Said[]> {
  const child = spawn(process.execPath, [demo], {
    env: { ...process.env, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const start = Date.now();
  const said: Said[] = [];
  for await (const line of createInterface({ input: child.stdout }))
    said.push(...partOfStory(line).map((part) => ({ line: part, seconds: (Date.now() - start) / 1000 })));
  const code = child.exitCode ?? (await new Promise<number>((done) => child.once("exit", done)));
  if (code !== 0) throw new Error(`The demo ended with ${String(code)}.`);
  return said;
}
