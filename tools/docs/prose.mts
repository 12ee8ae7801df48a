// Every piece of text in the provider's code that somebody may get to read.
import { globSync, readFileSync } from "node:fs";
import ts from "typescript";
import { repository } from "./repository.mts";

/** Two words in a row: names, codes and patterns have none. */
const WORDS = /\p{L}{2,}[,;:]? \p{L}{2,}/u;

/** The constant parts of all strings and templates of `provider/`, each with its place. */
export function proseOfProvider(): { text: string; place: string }[] {
  return globSync("provider/**/*.ts", { cwd: repository(".") }).flatMap((path) => {
    const file = ts.createSourceFile(
      path,
      readFileSync(repository(path), "utf8"),
      ts.ScriptTarget.Latest,
      true,
    );
    return piecesIn(file).map((node) => ({
      text: node.text.trim(),
      place: `${path}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`,
    }));
  });
}

function piecesIn(node: ts.Node): ts.LiteralLikeNode[] {
  const isText =
    ts.isStringLiteral(node) || ts.isTemplateMiddleOrTemplateTail(node) || ts.isTemplateHead(node);
  if (isText || ts.isNoSubstitutionTemplateLiteral(node)) return WORDS.test(node.text) ? [node] : [];
  const found: ts.LiteralLikeNode[] = [];
  ts.forEachChild(node, (child) => void found.push(...piecesIn(child)));
  return found;
}
