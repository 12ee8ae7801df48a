/** Logical names for what is imported: readable, unique, and the same again when more is imported later. */
import { createHash } from "node:crypto";
import type { Described } from "./described";

/** A connection with its names in the program. */
export interface NamedResource extends Described {
  /** The Pulumi resource's name, for example `openai-gpt-4o`. */
  readonly logicalName: string;
  /** The constant, for example `openaiGpt4o`. */
  readonly variable: string;
  /** The stack's secret that holds the key, for example `openaiGpt4oKey`. */
  readonly secret: string;
}

/** The oldest of those with one logical form has the plain name; each other one's ends with four digits of its id's hash. */
export function namedUniquely(connections: readonly Described[]): NamedResource[] {
  const oldestFirst = [...connections].sort((a, b) => compare(ageOf(a), ageOf(b)));
  const sameName = Map.groupBy(connections, (connection) => connection.connectionName);
  const taken = new Set<string>(RESERVED);
  const names = new Map(oldestFirst.map((connection) => [connection.id, freeName(connection, taken)]));
  return connections.map((connection) => {
    const logicalName = names.get(connection.id) ?? connection.id;
    const variable = variableOf(logicalName);
    const twins = sameName.get(connection.connectionName) ?? [];
    const leftOut = connection.leftOut ?? (twins.length > 1 ? twinsOf(twins) : undefined);
    return { ...connection, leftOut, logicalName, variable, secret: `${variable}Key` };
  });
}

function twinsOf(twins: readonly Described[]): string {
  return `${twins.length} connections have this name (${twins.map(({ id }) => id).join(", ")}); rename all but one in the console first`;
}

/** Constants that the generated program has itself, in the form that they are compared in. */
const RESERVED = ["config", "pulumi", "modelconnection", "exports", "module", "require"];

function freeName(connection: Described, taken: Set<string>): string {
  const plain = slugOf(connection.connectionName);
  const digits = createHash("sha256").update(connection.id).digest("hex");
  for (let length = 0; ; length = length === 0 ? 4 : length + 1) {
    const name = length === 0 ? plain : `${plain}-${digits.slice(0, length)}`;
    const form = variableOf(name).toLowerCase();
    if (taken.has(form)) continue;
    taken.add(form);
    return name;
  }
}

/** So that no name has to be broken off the line that it belongs to. */
const LONGEST = 34;

/** Lower-case letters and digits of the name, joined by hyphens, accents taken off; begins with a letter. */
function slugOf(connectionName: string): string {
  const plain = connectionName.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const slug = plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
  const named = /^[a-z]/.test(slug) ? slug : `connection-${slug}`;
  return named.slice(0, LONGEST).replace(/-+$/, "");
}

/** Camel case; never a word with a meaning of its own, since those have no hyphen and get `Connection` at their end. */
function variableOf(logicalName: string): string {
  const camel = logicalName.replace(/-+(.)/g, (_, letter: string) => letter.toUpperCase());
  return WORDS.has(camel) ? `${camel}Connection` : camel;
}

/** Of the language; and `api`, whose `apiKey` would be the platform's own key in a project called model-connections. */
const WORDS = new Set(
  (
    "abstract api arguments as async await break case catch class const continue debugger default delete do else enum eval " +
    "export extends false finally for function if implements import in instanceof interface let new null of package " +
    "private protected public return static super switch this throw true try type typeof undefined var void while with yield"
  ).split(" "),
);

function ageOf(connection: Described): string {
  return `${connection.createdOn ?? ""} ${connection.id}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
