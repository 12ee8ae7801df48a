// Reads the documentation lines of the code's interfaces and classes.
import { readFileSync } from "node:fs";
import ts from "typescript";
import { repository } from "./repository.mts";

/** A property of an interface, or an output of a class, as its documentation line tells it. */
export interface Documented {
  readonly name: string;
  /** Without `?` and not `?: undefined`, which only keeps another provider's field out. */
  readonly required: boolean;
  /** The whole comment, on one line. */
  readonly text: string;
  /** What `@default` says. */
  readonly fallback: string | undefined;
}

/** The documented properties of an interface, class or intersection type, in the order of the file. */
export function documented(path: string, type: string): Documented[] {
  const file = ts.createSourceFile(
    path,
    readFileSync(repository(path), "utf8"),
    ts.ScriptTarget.Latest,
    true,
  );
  const found = file.statements.find((statement) => isNamed(statement) && statement.name?.text === type);
  if (found === undefined) throw new Error(`${path} has no ${type}.`);
  return propertiesIn(found).flatMap(documentedOf);
}

type Named = ts.InterfaceDeclaration | ts.ClassDeclaration | ts.TypeAliasDeclaration;
type Property = ts.PropertySignature | ts.PropertyDeclaration;

function isNamed(node: ts.Node): node is Named {
  return ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node) || ts.isTypeAliasDeclaration(node);
}

function propertiesIn(node: ts.Node): Property[] {
  if (ts.isPropertySignature(node) || ts.isPropertyDeclaration(node)) return [node];
  const found: Property[] = [];
  ts.forEachChild(node, (child) => void found.push(...propertiesIn(child)));
  return found;
}

function documentedOf(property: Property): Documented[] {
  const comments = ts.getJSDocCommentsAndTags(property).filter(ts.isJSDoc);
  const text = comments.map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? "").join(" ");
  if (text === "") return [];
  const tag = ts.getJSDocTags(property).find(({ tagName }) => tagName.text === "default");
  return [
    {
      name: property.name.getText(),
      required: property.questionToken === undefined,
      text: oneLine(text),
      fallback: tag && oneLine(ts.getTextOfJSDocComment(tag.comment) ?? ""),
    },
  ];
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
