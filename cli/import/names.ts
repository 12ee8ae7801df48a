// Logical names for imported connections: readable, unique, and unchanged when more connections are imported later.
import { createHash } from "node:crypto";
import { printableList } from "../../provider/printable";
import { compare } from "../compare";
import type { ImportedConnection } from "./connection";

/** A connection and its names in the program. */
export interface NamedResource extends ImportedConnection {
  /** The Pulumi resource's name, for example `openai-gpt-4o`. */
  readonly logicalName: string;
  /** The constant, for example `openaiGpt4o`. */
  readonly variable: string;
  /** The configuration secret that contains the key, for example `openaiGpt4oKey`, or all headers: `gatewayHeaders`. */
  readonly secret: string;
}

/**
 * Gives each connection its names, and leaves out connections with the same display name.
 * Of several with the same logical name, the oldest keeps it; the others get four digits of a hash of their id.
 */
export function assignNames(connections: readonly ImportedConnection[]): NamedResource[] {
  const oldestFirst = [...connections].sort((a, b) => compare(ageOf(a), ageOf(b)));
  const sameName = Map.groupBy(connections, (connection) => connection.connectionName);
  const usedForms = new Set<string>(OWN_IDENTIFIERS);
  const names = new Map(oldestFirst.map((connection) => [connection.id, freeName(connection, usedForms)]));
  const reasons = new Map([...sameName].map(([name, group]) => [name, sameNameReason(group)]));
  return connections.map((connection) => {
    const logicalName = names.get(connection.id) ?? connection.id;
    const variable = variableOf(logicalName);
    const leftOutReason = connection.leftOutReason ?? reasons.get(connection.connectionName);
    const suffix = connection.headers === undefined ? "Key" : "Headers";
    return { ...connection, leftOutReason, logicalName, variable, secret: `${variable}${suffix}` };
  });
}

function sameNameReason(group: readonly ImportedConnection[]): string | undefined {
  if (group.length === 1) return undefined;
  const ids = printableList(group.map(({ id }) => id));
  const others = group.some(({ headers }) => headers === undefined)
    ? "delete all but one of them in the console first, since a connection can't be renamed"
    : "delete or rename all but one of them in the console first";
  return `${group.length} connections have this name (${ids}); ${others}`;
}

// Identifiers that the generated program itself uses, in lower case.
const OWN_IDENTIFIERS = ["config", "pulumi", "modelconnection", "exports", "module", "require"];

function freeName(connection: ImportedConnection, usedForms: Set<string>): string {
  const plain = slugOf(connection.connectionName);
  const digits = createHash("sha256").update(connection.id).digest("hex");
  for (let length = 0; ; length = length === 0 ? 4 : length + 1) {
    const name = length === 0 ? plain : `${plain}-${digits.slice(0, length)}`;
    const form = variableOf(name).toLowerCase();
    if (usedForms.has(form)) continue;
    usedForms.add(form);
    return name;
  }
}

// Short enough that no line of the program has to be broken inside a name.
const MAX_LENGTH = 34;

// Lower-case letters and digits of the name, without accents, joined by hyphens; starts with a letter.
function slugOf(connectionName: string): string {
  const plain = connectionName.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const slug = plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
  const named = /^[a-z]/.test(slug) ? slug : `connection-${slug}`;
  return named.slice(0, MAX_LENGTH).replace(/-+$/, "");
}

// Camel case. A reserved word gets the suffix `Connection`.
function variableOf(logicalName: string): string {
  const camel = logicalName.replace(/-+(.)/g, (_, letter: string) => letter.toUpperCase());
  return RESERVED_WORDS.has(camel) ? `${camel}Connection` : camel;
}

// Reserved words of the language; and `api`, whose secret `apiKey` would be the platform's own key in a project
// called model-connections.
const RESERVED_WORDS = new Set(
  (
    "abstract api arguments as async await break case catch class const continue debugger default delete do else enum eval " +
    "export extends false finally for function if implements import in instanceof interface let new null of package " +
    "private protected public return static super switch this throw true try type typeof undefined var void while with yield"
  ).split(" "),
);

function ageOf(connection: ImportedConnection): string {
  return `${connection.createdOn ?? ""} ${connection.id}`;
}
