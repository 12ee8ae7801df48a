// docs/errors.md: each text that the provider can say, said by the code itself, with why and what to do.
import type { EmulatorOptions } from "../../dist/emulator/index.js";
import { answers } from "./errors/answers.mts";
import { givenArguments } from "./errors/arguments.mts";
import type { Bring, Chapter, Entry } from "./errors/entry.mts";
import { life } from "./errors/life.mts";
import { names } from "./errors/names.mts";
import { settings } from "./errors/settings.mts";
import { Stage, heard, settled } from "./errors/stage.mts";
import { warnings } from "./errors/warnings.mts";
import { page } from "./markdown.mts";
import { proseOfProvider } from "./prose.mts";

const INTRO =
  "Every text that the provider can say, with why it comes and what to do. Search the page for the words of yours. Ids, hosts and times are samples.\n\n" +
  "An error is one sentence: what was tried, on which connection (name and id), what the other side said, the request and its status in brackets, and what to do. It never holds a key, a header or a body.";

export async function errorsPage(): Promise<string> {
  const parts: string[] = [];
  for (const chapter of [settings, givenArguments, names, answers, life, warnings])
    parts.push(await partOf(chapter));
  const text = parts.join("\n\n");
  const untold = proseOfProvider().filter((piece) => !text.includes(piece.text));
  if (untold.length > 0) {
    const list = untold.map(({ place, text: words }) => `  ${place}: ${words}`).join("\n");
    throw new Error(`tools/docs/errors/ brings about nothing that says:\n${list}`);
  }
  return page("Errors", INTRO, text);
}

async function partOf({ title, intro, entries }: Chapter): Promise<string> {
  const parts = [`## ${title}`, ...(intro === undefined ? [] : [intro])];
  for (const entry of entries)
    parts.push(await saidIn(entry), `- Why: ${entry.why}\n- What to do: ${entry.remedy}`);
  return parts.join("\n\n");
}

async function saidIn({ bring, platform = {} }: Entry): Promise<string> {
  const texts: string[] = [];
  for (const one of [bring].flat()) texts.push(await saidBy(one, platform));
  return `\`\`\`text\n${texts.join("\n")}\n\`\`\``;
}

async function saidBy(bring: Bring, platform: EmulatorOptions): Promise<string> {
  const stage = await Stage.open(platform);
  try {
    const text = settled(await heard(() => bring(stage)));
    if (text === "") throw new Error(`Nothing was said: ${bring.toString()}`);
    return text;
  } finally {
    await stage.emulator.stop();
  }
}
