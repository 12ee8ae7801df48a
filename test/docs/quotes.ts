// The texts in the code that a user can read, with `…` in the place of each value.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { repository } from "./fences";

/** Every string of provider/ and cli/; parts joined by `+` are one string. */
export function textsInCode(): string[] {
  const files = ["provider/**/*.ts", "cli/**/*.ts"].flatMap((pattern) =>
    globSync(pattern, { cwd: repository }),
  );
  return files.flatMap((path) => {
    const source = readFileSync(join(repository, path), "utf8");
    return textsIn(ts.createSourceFile(path, source, ts.ScriptTarget.Latest));
  });
}

/** Whether some text has all parts of a quote, which `…` separates, in their order. */
export function isQuoted(quote: string, texts: readonly string[]): boolean {
  const parts = quote.split("…").map((part) => part.trim().replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(parts.join(".*"));
  return texts.some((text) => pattern.test(text));
}

function textsIn(node: ts.Node): string[] {
  const text = textOf(node);
  const below: string[] = [];
  ts.forEachChild(node, (child) => void below.push(...textsIn(child)));
  return text === undefined ? below : [text, ...below];
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join("");
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)
    return `${textOf(node.left) ?? "…"}${textOf(node.right) ?? "…"}`;
  return undefined;
}
