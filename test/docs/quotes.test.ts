// What the pages quote from the code is in the code: messages, and the handler text.
import { fences } from "./fences";
import { isQuoted, textsInCode } from "./quotes";

const linesIn = (language: string) =>
  fences()
    .filter((fence) => fence.language === language)
    .flatMap(({ text }) => text.trim().split("\n"));

const quotes = linesIn("text");
const texts = textsInCode();

test("every quoted message is in the code", () => {
  expect(quotes.length).toBeGreaterThan(20);
  expect(quotes.filter((quote) => !isQuoted(quote, texts))).toEqual([]);
});

test("a message with other words is not found", () => {
  const changed = quotes.map((quote) => quote.replace(/\w+(?=\W*$)/, (word) => `${word}s`));
  expect(changed.filter((quote) => isQuoted(quote, texts))).toEqual([]);
});

test("the only JavaScript in the pages is the handler text", () => {
  const scripts = linesIn("js");
  expect(scripts).toHaveLength(1);
  expect(texts.map((text) => text.trim())).toContain(scripts[0]);
});
